"""`train`: play a scripted hour for a dispatcher on a running server, and say what it was worth."""

import argparse
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from server.city.demo.people import PASSWORD
from server.cli.common import CannotStart, Commands, either
from server.cli.simulate import FIGURES, End, tell
from server.simulator.figures_file import read_figures
from server.simulator.figures_form import BadFigures

SCRIPT = FIGURES.with_name("training.toml")


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("train", help="play a scripted hour for a dispatcher, with a score")
    parser.add_argument("url", metavar="URL", help="of the running server, on a city of its own")
    parser.add_argument("--enrol", default="", metavar="TOKEN", help="one-time token (serve --enrol) to enrol with")
    parser.add_argument("--script", type=Path, default=SCRIPT, metavar="FILE", help="default: the demo city's hour")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed, the same hour")
    parser.add_argument("--results", type=Path, required=True, metavar="DIR", help="where the scores are kept")
    parser.add_argument("--end-file", type=Path, metavar="FILE", help="end as soon as this file is there")
    parser.add_argument("--speed", type=float, default=1.0, metavar="S", help="needs --test-clock (default: 1)")
    parser.add_argument("--test-clock", type=Path, metavar="FILE", help="the clock file that server and console read")
    parser.add_argument("--figures", type=Path, default=FIGURES, metavar="FILE", help="default: the demo city's")
    parser.add_argument("--password", default=PASSWORD, metavar="P", help="of the accounts (default: the demo's)")
    parser.add_argument("--parent", type=int, default=0, metavar="PID", help="end when this process ends")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train until the hour is over, told to end, or the parent has ended."""
    from server.simulator.wish import CannotSimulate

    try:
        return _train(arguments)
    except BadFigures as error:
        where = f" [{error.where}]" if error.where else ""
        chinese = f"{error.file}{where}：{error.found}；应为 {error.expected}"
        raise CannotStart(either(chinese, f"{error.file}{where}: {error.found}; expected {error.expected}")) from error
    except CannotSimulate as error:
        raise CannotStart(either(error.chinese, error.english)) from error
    except OSError as error:
        raise CannotStart(either(f"成绩未能保存：{error}", f"the score could not be kept: {error}")) from error


def _train(arguments: argparse.Namespace) -> int:
    from server.simulator.patience import Ended
    from server.simulator.setup import set_up
    from server.simulator.training.results import Results
    from server.simulator.training.script import read_script
    from server.simulator.training.session import Training
    from server.simulator.wish import Wish

    script = read_script(arguments.script)
    end = End(arguments.parent)
    same = {name: getattr(arguments, name) for name in ("url", "password", "speed", "seed", "test_clock")}
    # one case: nothing comes in but the script
    wish = Wish(figures=read_figures(arguments.figures), cases=1, enrol=(arguments.enrol,), **same)

    def ended() -> bool:
        return end.ended() or (arguments.end_file is not None and arguments.end_file.exists())

    with suppress(Ended):
        simulation = set_up(wish, ended, tell)
        Training(simulation, simulation.known, script, Results(arguments.results), _say).run(ended)
        simulation.close()
    return 0


def _say(told: dict[str, Any]) -> None:
    """One line of JSON: the score so far, or at the end that of the whole."""
    sys.stdout.write(json.dumps({"training": told}, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()
