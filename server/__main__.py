"""`python -m server COMMAND`: serve, city, cases, people, grants, workstations, keys, hooks, sources, gate, …"""

import argparse
import sys
from importlib import import_module

from server.cities import UnknownCity
from server.cli.common import CannotStart, either, user_language
from server.migrate import NewerDatabase
from server.only import InUse
from server.said import Told

MODULES = {  # command → module of server.cli: only the one that is asked for is loaded, as some are slow to load
    "serve": "serve",
    "city": "city",
    "cases": "cases",
    "replay": "cases",
    "people": "people",
    "grants": "grants",
    "workstations": "workstations",
    "keys": "keys",
    "hooks": "hooks",
    "sources": "sources",
    "reports": "reports",
    "intake": "intake",
    "terminals": "terminals",
    "gate": "gate",
    "notices": "notices",
    "epoch": "epoch",
    "drills": "drills",
    "simulate": "simulate",
    "train": "train",
}
UNABLE = 2  # exit code: something that the user can mend stands in the way
IN_USE = (
    "：另一个服务器正在使用 {}：请结束它，或用 --data 指定其他文件夹",
    ": another server works on {}: end it, or give another --data",
)
NO_CITY = (
    "：没有城市：请先用 city import 文件夹 启用一个城市",
    ": no city is in force: put one in force with city import FOLDER",
)
NEWER = (
    "：数据库由更新的程序建立（结构 {}），请使用该版本",
    ": the database was made by a newer program (schema {}): use that one",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; errors that the user can mend are told in one line. The exit code."""
    said = sys.argv[1:] if arguments is None else arguments
    asked = _parser(said).parse_args(said)
    try:
        return int(asked.run(asked))
    except CannotStart as error:
        sys.stderr.write(f"griddesk-server: {error}\n")
    except Told as error:
        sys.stderr.write(f"griddesk-server: {error.text(user_language())}\n")
    except UnknownCity:
        sys.stderr.write(either(*(f"griddesk-server{words}\n" for words in NO_CITY)))
    except InUse as error:
        sys.stderr.write(either(*(f"griddesk-server{words.format(error)}\n" for words in IN_USE)))
    except NewerDatabase as error:
        sys.stderr.write(either(*(f"griddesk-server{words.format(error)}\n" for words in NEWER)))
    return UNABLE


def _parser(said: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="server", description="The central server of Griddesk")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    wanted = MODULES.get(said[0]) if said else None
    for module in [wanted] if wanted else dict.fromkeys(MODULES.values()):
        import_module(f"server.cli.{module}").add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
