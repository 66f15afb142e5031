"""`simulate`: invented people live in the synthetic city of a running server; a page controls them."""

import argparse
import signal
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from rules.texts import read_catalogue
from server.city.demo.people import PASSWORD
from server.cli.common import CannotStart, Commands, either, user_language
from server.parent import Parent
from server.priority import give_way
from server.simulator.figures import DAYS
from server.simulator.figures_file import read_figures
from server.simulator.figures_form import BadFigures
from server.simulator.wish import FIRST

FIGURES = Path(__file__).parents[1] / "city" / "demo" / "data" / "folder" / "figures.toml"
LANGUAGES = ("zh_CN", "en")
WELCOME = (
    "单位终端和采集员页面：{url}/；模拟器控制台（接管角色）：{page}",
    "terminals of units and pages of collectors: {url}/; the simulator's page, where roles are taken: {page}",
)


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("simulate", help="let invented people live in a running server's synthetic city")
    parser.add_argument("url", metavar="URL", help="of the running server")
    once = "one-time token (serve --enrol) to enrol with; at full speed several: a workstation each, side by side"
    parser.add_argument("--enrol", action="append", default=[], metavar="TOKEN", help=once)
    kept = "keeps the workstation's token, and beside it which roles were taken, for a restart"
    parser.add_argument("--credential", type=Path, metavar="FILE", help=kept)
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--speed", type=_speed, default=1.0, metavar="S", help="1 to 600 (default: %(default)g)")
    pace.add_argument("--full-speed", action="store_true", help="as fast as the server can; steps the test clock")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed, the same city life")
    parser.add_argument("--cases-per-day", type=_positive, default=0, metavar="N", help="default: the figures' own")
    parser.add_argument("--cases", type=int, default=0, metavar="N", help="end when so many have come and gone")
    parser.add_argument("--days", type=_positive, default=0, metavar="D", help="end after so many days of the city")
    parser.add_argument("--start", default="", metavar="ISO", help="set the test clock to this time in the city")
    parser.add_argument("--day", choices=DAYS, default="plain", help="which kind of days (default: %(default)s)")
    parser.add_argument("--test-clock", type=Path, metavar="FILE", help="the clock file that server and console read")
    parser.add_argument("--step-seconds", type=_positive, default=300, metavar="S", help="a step at full speed")
    parser.add_argument("--figures", type=Path, default=FIGURES, metavar="FILE", help="default: the demo city's")
    parser.add_argument("--gentle", action="store_true", help="a morning's work at once, then a case a minute")
    parser.add_argument("--dispatchers", action="store_true", help="play the dispatch desk, too")
    parser.add_argument(
        "--first", default=FIRST, metavar="LOGIN", help="an account of the centre, which sees all others"
    )
    parser.add_argument("--take", action="append", default=[], metavar="LOGIN", help="do not play this person")
    parser.add_argument("--report", type=Path, metavar="FILE", help="counts as JSON, every few seconds and at the end")
    parser.add_argument("--no-control", action="store_true", help="without the control page")
    parser.add_argument("--password", default=PASSWORD, metavar="P", help="of the accounts (default: the demo's)")
    parser.add_argument("--parent", type=int, default=0, metavar="PID", help="end when this process ends")
    parser.set_defaults(run=run)


def _speed(text: str) -> float:
    found = float(text)
    if not 1 <= found <= 600:
        raise argparse.ArgumentTypeError(either("应为 1 到 600", "expected 1 to 600"))
    return found


def _positive(text: str) -> float:
    found = float(text)
    if not found > 0:
        raise argparse.ArgumentTypeError(either("应大于 0", "expected more than 0"))
    return found


def run(arguments: argparse.Namespace) -> int:
    """Simulate until it is over, told to end, or the parent has ended."""
    from server.simulator.wish import CannotSimulate

    give_way()  # to those whom it is there for
    try:
        return _simulate(arguments)
    except BadFigures as error:
        where = f" [{error.where}]" if error.where else ""
        raise CannotStart(
            either(
                f"{error.file}{where}：{error.found}；应为 {error.expected}",
                f"{error.file}{where}: {error.found}; expected {error.expected}",
            )
        ) from error
    except CannotSimulate as error:
        raise CannotStart(either(error.chinese, error.english)) from error


def _simulate(arguments: argparse.Namespace) -> int:
    from server.simulator.control import serving
    from server.simulator.control_page import Pages
    from server.simulator.patience import Ended
    from server.simulator.running import Runner
    from server.simulator.setup import set_up
    from server.simulator.stage import RunningStage
    from server.simulator.wish import Wish

    names = set(Wish.__dataclass_fields__) - {"enrol", "figures", "speed", "taken"}
    said = {name: getattr(arguments, name) for name in names}
    speed = 0.0 if arguments.full_speed else arguments.speed
    tokens, taken = tuple(arguments.enrol), tuple(arguments.take)
    wish = Wish(figures=read_figures(arguments.figures), speed=speed, enrol=tokens, taken=taken, **said)
    end = End(arguments.parent)
    with suppress(Ended):
        simulation = set_up(wish, end.ended, tell)
        runner = Runner(simulation, end.ended, tell)
        stage, pages = RunningStage(simulation, runner), Pages(_verbs())
        with serving(stage, pages, wanted=not arguments.no_control) as url:
            if url:
                tell_url(url)
                tell(*(words.format(url=arguments.url, page=url) for words in WELCOME))
            runner.run()
        simulation.close()
    return 0


def _verbs() -> dict[str, dict[str, str]]:
    """The words of the field for actions, by language."""
    catalogues = {language: (files("resources") / "texts" / f"{language}.toml").read_bytes() for language in LANGUAGES}
    texts = {language: read_catalogue(catalogue) for language, catalogue in catalogues.items()}
    return {
        language: {key.removeprefix("verb."): text for key, text in words.items() if key.startswith("verb.")}
        for language, words in texts.items()
    }


def tell_url(url: str) -> None:
    """The line by which who started us finds the control page."""
    sys.stdout.write(f'{{"simulator": {{"url": "{url}"}}}}\n')
    sys.stdout.flush()


def tell(chinese: str, english: str) -> None:
    """One line in the user's language."""
    sys.stdout.write((english if user_language() == "en" else chinese) + "\n")
    sys.stdout.flush()


class End:
    """Whether it is time to end: asked to (Ctrl+C, SIGTERM), or the parent has ended."""

    def __init__(self, parent: int) -> None:
        self._parent = Parent(parent) if parent else None
        self._asked = False
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._ask)

    def _ask(self, *_: object) -> None:
        self._asked = True

    def ended(self) -> bool:
        """Whether to end now."""
        return self._asked or (self._parent is not None and not self._parent.lives())
