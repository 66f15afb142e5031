"""`cases reply FILE …`: what units marked in their hand-over files, brought to the server itself."""

import argparse
import sys
from pathlib import Path

from rules.commands import NotAllowed
from rules.handover import MAX_REPLY
from rules.texts import Texts
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.cli.common import CannotStart, Commands, add_data_options, either, open_all, settings_of, user_language
from server.clock import Clock
from server.database import Database
from server.feeds.service import Feeds
from server.photos import Photos
from server.replies import Answered, Replies
from server.settings import Settings
from server.speech import Speech

FINE = frozenset({"accepted", "already_done"})
REFUSED = 1  # exit code: some of it was not taken


def add(actions: Commands) -> None:
    """The options of the command."""
    parser = actions.add_parser("reply", help="import the reply files that units saved from their hand-over files")
    parser.add_argument("reply", type=Path, nargs="+", metavar="FILE", help="a reply file")
    add_data_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """One line a deed; the same file again changes nothing. 1 when something was not taken."""
    bodies = {file: _read(file) for file in arguments.reply}
    settings = settings_of(arguments)
    database, cities, clock = open_all(settings)
    try:
        replies, texts = _replies(settings, database, cities, clock), Speech(lambda: cities.current)
        taken = [_take(replies, file, body, texts.texts(user_language())) for file, body in bodies.items()]
    finally:
        database.close()
    return 0 if all(taken) else REFUSED


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_REPLY + 1)
    except OSError as error:
        told = either(f"{file}：{error.strerror}", f"{file}: {error.strerror}")
        raise CannotStart(told) from error


def _replies(settings: Settings, database: Database, cities: Cities, clock: Clock) -> Replies:
    casebook = Casebook(database, clock, cities, Feeds(database), Judge())
    return Replies(database, cities, casebook, Photos(database, settings.blobs, clock), clock)


def _take(replies: Replies, file: Path, body: bytes, texts: Texts) -> bool:
    """Whether all of a file was taken; what was not is told."""
    try:
        answered = replies.settle(replies.open(body))
    except NotAllowed as refusal:
        sys.stderr.write(f"{file.name}: {texts.text(refusal.rule, **refusal.details)}\n")
        return False
    sys.stdout.writelines(f"{file.name}: {_line(each, texts)}\n" for each in answered)
    return all(each.outcome.state in FINE for each in answered)


def _line(answered: Answered, texts: Texts) -> str:
    outcome = answered.outcome
    if outcome.state not in FINE:
        what = texts.say(outcome.rule, outcome.details)
    else:
        what = texts.text("handover.was_known" if answered.known else "handover.accepted")
    verb = texts.text(f"verb.{answered.verb}")
    return texts.text("handover.deed", number=answered.number or "–", verb=verb, what=what)
