"""What a conflict card says beside its table: heads, when it was found, whom a lost dispatch left told by phone."""

from collections.abc import Sequence

from console.facts import Conflict
from console.ui.case.conflict_fields import said_in
from console.ui.context import Context
from rules.assignment import LIVE


class ConflictWords:
    """Sentences of one card; a `chain` is the card's conflict with what followed from it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def heads(self, conflict: Conflict) -> tuple[str, ...]:
        """The heads of the table, with instants and people where they are known."""
        text, clock = self._context.texts.text, self._context.words.clock_seconds
        mine = text("conflict.mine", at=clock(conflict.command.issued_at))
        if not is_mine(self._context, conflict):
            seat = text(f"seat.{conflict.seat}")
            mine = text("conflict.of", who=conflict.author, seat=seat, at=clock(conflict.command.issued_at))
        meanwhile = text("conflict.meanwhile")
        if conflict.meanwhile:
            last = conflict.meanwhile[-1]
            told = (meanwhile, self._context.people.name(last.actor), text(f"event.{last.verb}"), clock(last.at))
            meanwhile = " ".join(part for part in told if part)
        return "", text("conflict.before"), mine, meanwhile, text("conflict.now")

    def found(self, conflict: Conflict) -> str:
        """When it was found, and that it holds up nothing."""
        board, text, at = self._context.board, self._context.texts.text, conflict.found_at
        since = board.link.since if board.link.online else 0
        parts = []
        if at and 0 < since <= at:
            parts.append(text("conflict.found", span=self._context.words.span(at - since)))
        elif at:
            parts.append(text("conflict.found_at", at=self._context.words.clock_seconds(at)))
        others = len(board.unsent)
        parts.append(text("conflict.others", n=others) if others else text("conflict.alone"))
        return " · ".join(parts)

    def chain(self, chain: Sequence[Conflict]) -> str:
        """What fell with the first one, a line each."""
        text, clock = self._context.texts.text, self._context.words.clock_seconds
        return "\n".join(
            text("conflict.fell", verb=text(f"verb.{each.command.verb}"), at=clock(each.command.issued_at))
            for each in chain[1:]
        )

    def call_off(self, chain: Sequence[Conflict]) -> str:
        """Who was told by phone of a dispatch that took no effect, with the number to call; a line for each unit."""
        names, text = self._context.names, self._context.texts.text
        units = dict.fromkeys(unit for each in chain if (unit := told_in_vain(each)))
        lines = (text("conflict.call_off", unit=names.unit(unit), phone=names.phone(unit)) for unit in units)
        return "\n".join(line.rstrip(" ·") for line in lines)

    def carried(self, chain: Sequence[Conflict]) -> str:
        """The words of the chain as the text of one note, "" when nobody wrote any."""
        lines = (self._call(each) if each.command.verb == "told" else said_in(each) for each in chain)
        return "\n".join(line for line in lines if line)

    def _call(self, conflict: Conflict) -> str:
        """A phone call is a fact also when it was about nothing: it is kept in words."""
        body, unit = conflict.command.body, told_in_vain(conflict)
        at = body.get("at")
        clock = self._context.words.clock(at if isinstance(at, int) else conflict.command.issued_at)
        name = self._context.names.unit(unit) if unit else ""
        who = " ".join(part for part in (name, str(body.get("to", ""))) if part)
        said = self._context.texts.text("conflict.called", at=clock, who=who)
        return " · ".join(part for part in (said, said_in(conflict)) if part)


def is_mine(context: Context, conflict: Conflict) -> bool:
    """Whether who sits here now wished it; so it is taken where its author is not known."""
    actor = context.actor(conflict.seat)
    return not conflict.author or (actor is not None and actor.id == conflict.command.actor)


def told_in_vain(conflict: Conflict) -> str:
    """The unit that was told by phone and has no part in the case now, "" when that is not so."""
    if conflict.command.verb != "told":
        return ""
    seen = conflict.mine or conflict.before
    leg = next((leg for leg in seen.legs if leg.id == conflict.command.target), None) if seen else None
    if leg is None:
        return ""
    has = {each.unit for each in conflict.now.legs if each.stage in LIVE} if conflict.now else set()
    return "" if leg.unit in has else leg.unit
