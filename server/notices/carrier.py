"""Answers to reporters go by the same queue: a carrier of `server.answering` that puts them into it."""

from collections.abc import Callable, Collection, Iterator

from rules.case import Case
from rules.notices import REPORTER, NoticeRule, On
from rules.noticing import fits
from rules.replies import Reply
from server.cities import Cities
from server.database import Database
from server.notices.queue import Notice, Notices
from server.notices.sending import CONTACT, personal_of


class NoticeCarrier:
    """Takes the answers that a rule of the city sends to a number or address which the reporter left."""

    def __init__(
        self, database: Database, cities: Cities, notices: Notices, ways: Callable[[], Collection[str]]
    ) -> None:
        self._database, self._cities, self._notices, self._ways = database, cities, notices, ways

    def carries(self, case: Case) -> bool:
        """Whether there is such a rule, such a way, and such an address."""
        return bool(list(self._open(case)))

    def carry(self, case: Case, reply: Reply) -> None:
        """Into the queue, once: the queue tries it again, not the carrier."""
        open_ = list(self._open(case))
        self._notices.add(
            Notice(rule.key, case.id, reply.id, "1", way, REPORTER, reply=reply.id) for rule, way in open_
        )

    def _open(self, case: Case) -> Iterator[tuple[NoticeRule, str]]:
        """Rules and ways; a citizen's page and program show the answer by themselves, beside this."""
        ways = self._ways()
        rules = [each for each in self._cities.current.notices.rules if each.on is On.ANSWER and fits(each, case)]
        personal = personal_of(self._database, case) if rules and ways and case.personal else {}
        for rule in rules:
            for way in rule.by:
                if way in ways and personal.get(CONTACT.get(way, way)):
                    yield rule, way
