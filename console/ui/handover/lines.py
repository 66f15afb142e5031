"""The words of the hand-over window: a unit, a file that was made, what a reply came to."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from console.facts.handover import HandoverMade, HandoverUnit, ReplyDeed, ReplyTaken
from console.ui.context import Context
from console.ui.look.words import sentence

_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')  # what not every file system takes in a name


class HandoverLines:
    """Sentences in the language of the windows."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def unit(self, unit: HandoverUnit) -> str:
        """One line of the list of units."""
        parts = [
            self._context.names.unit(unit.unit),
            QCoreApplication.translate("HandoverLines", "{n} open").format(n=unit.legs),
        ]
        if unit.sent:
            parts.append(QCoreApplication.translate("HandoverLines", "{n} not delivered").format(n=unit.sent))
        if phone := self._context.names.phone(unit.unit):
            parts.append(phone)
        return " · ".join(parts)

    def made(self, made: HandoverMade) -> str:
        """A file that is on the disk."""
        names = {"file": str(made.file), "unit": self._context.names.unit(made.unit), "legs": str(made.legs)}
        told = [self._context.say("handover.saved", names)]
        if made.missing:
            told.append(self._context.say("handover.missing", {"n": str(made.missing)}))
        return " ".join(told)

    def taken(self, taken: ReplyTaken) -> str:
        """What a reply came to, in one line."""
        refused = sum(bool(each.rule) for each in taken.deeds)
        known = sum(each.known and not each.rule for each in taken.deeds)
        done = len(taken.deeds) - refused - known
        unit = self._context.names.unit(taken.unit)
        told = [self._context.say("handover.brought", {"unit": unit, "done": str(done)})]
        if known:
            told.append(self._context.say("handover.known", {"n": str(known)}))
        if refused:
            told.append(self._context.say("handover.refused", {"n": str(refused)}))
        return " · ".join(told)

    def deed(self, deed: ReplyDeed, *, at_server: bool) -> str:
        """One deed of a reply."""
        if deed.rule:
            what = self._context.say(deed.rule, deed.details)
        else:
            key = "was_known" if deed.known else "accepted" if at_server else "recorded"
            what = self._context.say(f"handover.{key}")
        verb = sentence(self._context.texts.text(f"verb.{deed.verb}"))
        number = self._context.names.number(deed.number) or "–"
        return self._context.say("handover.deed", {"number": number, "verb": verb, "what": what})

    def file_name(self, unit: str) -> str:
        """What the file is called unless somebody names it otherwise."""
        zone = ZoneInfo(self._context.city.zone) if self._context.city else None
        at = datetime.fromtimestamp(self._context.now() / 1000, zone).strftime("%m%d-%H%M")
        parts = (self._context.say("handover.file"), self._context.names.unit(unit), at)
        return _NO_NAME.sub("_", "-".join(parts)) + ".html"
