"""`cases import` and `replay`: recorded rows of another system, all at once or as they arrived on one day."""

import argparse
import sys
import tomllib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rules.city import City
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities, UnknownCity
from server.cli import quarantined, replies
from server.cli.common import CannotStart, Commands, add_files_options, either, open_all, settings_of, user_language
from server.clock import Clock
from server.database import Database
from server.feeds.service import Feeds
from server.importer.loading import Importer, Loaded
from server.importer.mapping import CaseMapping, read_mapping
from server.importer.rows import RowReader, read_rows
from server.installer import Installer
from server.only import is_served
from server.replay import Replay, arrivals
from server.said import Said
from server.speech import Speech


def add(commands: Commands) -> None:
    """The options of both commands."""
    parser = commands.add_parser("cases", help="cases of another system")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    load = actions.add_parser("import", help="load all rows of a file")
    load.add_argument("--as-of", default="", metavar="TIME", help="YYYY-MM-DD[THH:MM] in city time: as it stood then")
    load.add_argument("--undispatched", action="store_true", help="open rows stand in 待派遣 instead of 已派遣")
    load.set_defaults(run=run_import)
    replies.add(actions)
    quarantined.add(actions)
    replay = commands.add_parser("replay", help="play one recorded day into the running server")
    replay.add_argument("--day", required=True, type=_day, metavar="YYYY-MM-DD")
    replay.add_argument("--speed", type=float, default=1.0, metavar="N", help="60: an hour takes a minute")
    replay.set_defaults(run=run_replay)
    for each in (load, replay):
        each.add_argument("folder", type=Path, help="folder of the city, with cases.toml")
        each.add_argument("--data", dest="rows", type=Path, metavar="DIR", help="where the rows (and layers) lie")
        add_files_options(each)


def run_import(arguments: argparse.Namespace) -> int:
    """What cannot be a case is told by line; the rest goes in."""
    mapping, file = _mapping(arguments)
    database, cities, clock = open_all(settings_of(arguments))
    city = _city(arguments, database, cities, clock)
    try:
        as_of = _instant(arguments.as_of, city)
        loaded = Importer(database, clock, city, Judge()).load(file, mapping, as_of, arguments.undispatched)
    finally:
        database.close()
    _tell(file, loaded)
    return 0


def run_replay(arguments: argparse.Namespace) -> int:
    """One line a case, as it arrives."""
    if not 0 < arguments.speed < float("inf"):
        raise CannotStart(either("--speed：应为大于 0 的数", "--speed: expected a number above 0"))
    mapping, file = _mapping(arguments)
    database, cities, clock = open_all(settings_of(arguments))
    _tell_unserved(arguments.data)
    city = _city(arguments, database, cities, clock)
    casebook = Casebook(database, clock, cities, Feeds(database), Judge())
    rows = read_rows(file, mapping)
    arriving, problems = arrivals(rows, RowReader(mapping, city, undispatched=True), city, arguments.day)
    sys.stderr.writelines(f"{file.name}:{problem.text(user_language())}\n" for problem in problems)
    count = len(arriving)
    sys.stdout.write(either(f"{arguments.day}：{count} 件\n", f"{count} cases on {arguments.day}\n"))
    texts = Speech(lambda: cities.current).texts(user_language())
    for outcome, arrival in zip(Replay(casebook, city, clock).play(arriving, arguments.speed), arriving, strict=True):
        why = texts.text(outcome.rule, **outcome.details) if outcome.rule else ""
        sys.stdout.write(f"{arrival.body['source_number']} {outcome.state} {why}".rstrip() + "\n")
        sys.stdout.flush()
    database.close()
    return 0


def _tell_unserved(folder: Path) -> None:
    """The cases arrive all the same: who starts the server later finds them there."""
    if not is_served(folder):
        told = either(
            f"{folder}：没有服务器在运行；案件照常写入，启动服务器后才能看到\n",
            f"{folder}: no server is running here; the cases are written all the same, to be seen once one runs\n",
        )
        sys.stderr.write(told)
        sys.stderr.flush()


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        told = either(f"{words!r}，应为日期 YYYY-MM-DD", f"{words!r}, expected a date YYYY-MM-DD")
        raise argparse.ArgumentTypeError(told) from error


def _mapping(arguments: argparse.Namespace) -> tuple[CaseMapping, Path]:
    mapping = read_mapping(arguments.folder)
    file = (arguments.rows or arguments.folder) / mapping.file
    if not file.is_file() and file.with_suffix("").is_file():
        file = file.with_suffix("")  # the same rows, not packed
    if not file.is_file():
        raise CannotStart(
            either(
                f"{file}：未找到；--data 指明它所在的文件夹",
                f"{file}: not found; --data names the folder where it lies",
            )
        )
    return mapping, file


def _city(arguments: argparse.Namespace, database: Database, cities: Cities, clock: Clock) -> City:
    """The city in force; that of the folder is put in force first when there is none yet."""
    try:
        present = cities.current
    except UnknownCity:
        from server.cli.city import compiled_or_told  # loads the readers of layers

        compiled = compiled_or_told(arguments.folder, arguments.rows, user_language(), sys.stderr)
        Installer(database, cities, clock).install(compiled.pack, compiled.city, arguments.folder / "people.csv")
        return compiled.city
    if (code := _code_of(arguments.folder)) != present.code:
        raise CannotStart(
            either(
                f"{arguments.folder} 是城市 {code}，而现用的是 {present.code}（{present.name}）",
                f"{arguments.folder} is city {code}, but {present.code} ({present.name}) is in force",
            )
        )
    return present


def _code_of(folder: Path) -> str:
    try:
        said = tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))
        return str(said["city"]["code"])
    except (OSError, ValueError, KeyError) as error:
        raise CannotStart(f"{folder / 'city.toml'}: [city] code: {error}") from error


def _instant(words: str, city: City) -> int:
    if not words:
        return 0
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise CannotStart(
            either(
                f"--as-of：{words!r}，应为 YYYY-MM-DD 或 YYYY-MM-DDTHH:MM",
                f"--as-of: {words!r}, expected YYYY-MM-DD or YYYY-MM-DDTHH:MM",
            )
        ) from error
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(city.zone))
    return int(zoned.timestamp() * 1000)


def _tell(file: Path, loaded: Loaded) -> None:
    language = user_language()
    sys.stderr.writelines(f"{file.name}:{problem.text(language)}\n" for problem in loaded.problems)
    done, known, later, bad = loaded.recorded, loaded.known, loaded.later, len(loaded.problems)
    told = Said(
        f"{done} 件已导入，{known} 件原已存在，{later} 件在此后才上报，{bad} 行无法读取",
        f"{done} cases, {known} known already, {later} opened later, {bad} rows could not be read",
    )
    sys.stdout.write(told.text(language) + "\n")
