"""`notices`: the queue to SMS, mail and chat: look at it, send dead letters again or discard them, try a way."""

import argparse
import sys
import uuid
from collections.abc import Callable, Iterator

from server.cli.common import CannotStart, Commands, Told, add_data_options, either, open_all, settings_of, write_table
from server.cli.lines import cells, second
from server.clock import SystemClock
from server.notices.adapter import CannotSend, Message
from server.notices.adapters import FILE, read_adapters
from server.notices.queue import STATES, Notice, Notices

HEAD = (
    "编号\t状态\t规则\t案卷\t对象\t途径\t入队时间\t次数\t下次\t原因",
    "id\tstate\trule\tcase\treceiver\tway\tqueued\ttries\tnext\twhy",
)
_SHORT = 8  # characters of an id: enough to name one


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("notices", help="notices by SMS, mail, chat: list, again, discard, try")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    told = actions.add_parser("list", help="the queue, the newest first")
    told.add_argument("--state", choices=STATES, default="", help="only these")
    told.set_defaults(run=run_list)
    again = actions.add_parser("again", help="send dead letters again")
    again.set_defaults(run=run_again)
    gone = actions.add_parser("discard", help="nobody need be told of these dead letters any more")
    gone.set_defaults(run=run_discard)
    for action in (again, gone):
        action.add_argument("id", help="the id of one, or the beginning of it, or: all")
    once = actions.add_parser("try", help="send one message by a way, to see whether it works")
    once.add_argument("way", help=f"as {FILE} in the server's folder names it")
    once.add_argument("to", help="phone number, mail address, …")
    once.set_defaults(run=run_try)
    for action in (told, again, gone, once):
        add_data_options(action)


def run_list(arguments: argparse.Namespace) -> int:
    """A head line, then a line for each."""

    def lines(told: Told) -> Iterator[str]:
        for each in Notices(told.database, SystemClock()).all(arguments.state):
            yield line_of(each, told)

    return write_table(arguments, HEAD, lines)


def line_of(each: Notice, told: Told) -> str:
    """One notice; the addresses of reporters are not in it."""
    state = told.texts.text(f"notices.state.{each.state}")
    queued, following = (second(at, told.zone) if at else "" for at in (each.at, each.next_at))
    who = f"{each.receiver} {each.address}".strip()
    return cells(
        each.id[:_SHORT], state, each.rule, each.case_id, who, each.way, queued, str(each.tries), following, each.why
    )


def run_again(arguments: argparse.Namespace) -> int:
    """Say how many."""
    count = _settle(arguments, lambda notices: notices.send_again(arguments.id))
    sys.stdout.write(either(f"{count} 条将再次发送", f"to be sent again: {count}") + "\n")
    return 0


def run_discard(arguments: argparse.Namespace) -> int:
    """Say how many."""
    count = _settle(arguments, lambda notices: notices.discard(arguments.id))
    sys.stdout.write(either(f"{count} 条不再发送", f"discarded: {count}") + "\n")
    return 0


def _settle(arguments: argparse.Namespace, do: Callable[[Notices], int]) -> int:
    database, _, clock = open_all(settings_of(arguments))
    try:
        return do(Notices(database, clock))
    except LookupError as error:
        raise CannotStart(either(f"没有死信 {arguments.id}", f"no dead letter {arguments.id}")) from error
    finally:
        database.close()


def run_try(arguments: argparse.Namespace) -> int:
    """One message at once, beside the queue; say what came of it."""
    file = arguments.data / FILE
    adapters = read_adapters(file)  # what is wrong with the file is told as it is
    if arguments.way not in adapters:
        known = ", ".join(adapters) or "–"
        chinese, english = f"{file} 中没有 {arguments.way}（已有：{known}）", f"{file} has no {arguments.way}"
        raise CannotStart(either(chinese, f"{english} (there are: {known})"))
    words = ("网格派遣台：测试消息", "Griddesk: a test message")
    language = "zh_CN" if either(*words) == words[0] else "en"
    try:
        adapters[arguments.way].send(Message(str(uuid.uuid4()), arguments.to, either(*words), either(*words), language))
    except CannotSend as error:
        raise CannotStart(either(f"未发出：{error}", f"it did not go out: {error}")) from error
    sys.stdout.write(either(f"已发给 {arguments.to}", f"sent to {arguments.to}") + "\n")
    return 0
