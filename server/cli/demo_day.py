"""`demo-day`: fill a running server of the demo city with a synthetic day's work, one case a minute after the first."""

import argparse
import sys
import time

import requests

from rules.pack import BadPack, PackOfOtherVersion, decode_city
from server.city.demo.people import PASSWORD
from server.cli.common import CannotStart, Commands, either
from server.demo_day.day import DemoDay
from server.demo_day.person import PATIENCE, Person, Refused
from server.parent import Parent

WELCOME = """单位终端和采集员页面 / Terminals of the units and pages of the collectors: {url}/
  u410102 中原区 / Zhongyuan District, u410105 金水区 / Jinshui District …, c001 采集员 / collector; {password}
"""


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("demo-day", help="fill a running server of the demo city with synthetic cases")
    parser.add_argument("url", metavar="URL", help="of the running server")
    parser.add_argument("--every", type=float, default=60, metavar="SECONDS", help="0: only the first cases")
    parser.add_argument("--parent", type=int, default=0, metavar="PID", help="end when this process ends")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """The morning at once, then case by case until the parent or the server ends."""
    try:
        day = open_day(arguments.url)
        sys.stdout.write(WELCOME.format(url=arguments.url, password=PASSWORD))
        sys.stdout.flush()
        sys.stdout.write(f"{day.morning()} synthetic cases / 合成案卷\n")
        sys.stdout.flush()
        while arguments.every and _wait(arguments.every, arguments.parent):
            day.one_more()
        day.close()
    except (requests.RequestException, Refused, BadPack, PackOfOtherVersion) as error:
        raise CannotStart(f"{arguments.url}: {error}") from error
    return 0


def open_day(url: str) -> DemoDay:
    """The demo day of a server. Raises CannotStart for a real city."""
    with requests.Session() as http:
        http.trust_env = False
        hello = http.get(f"{url}/v1/hello", timeout=PATIENCE).json()
        name = hello["city"]["name"]
        if not hello["city"]["synthetic"]:
            raise CannotStart(
                either(
                    f"{url}：{name} 是真实城市，不为它编造案卷",
                    f"{url}: {name} is a real city: nothing was invented for it",
                )
            )
        pack = http.get(f"{url}/v1/city/{hello['city']['version']}", timeout=PATIENCE).content
    ahead = hello["server_time"] - time.time_ns() // 1_000_000
    return DemoDay(
        decode_city(pack),
        hello["epoch_id"],
        lambda login: Person(url, login, PASSWORD),
        lambda: time.time_ns() // 1_000_000 + ahead,
    )


def _wait(seconds: float, parent: int) -> bool:
    """Sleep; False as soon as the parent has ended."""
    watched, until = Parent(parent), time.monotonic() + seconds
    while time.monotonic() < until:
        if parent and not watched.lives():
            return False
        time.sleep(min(0.5, seconds))
    return True
