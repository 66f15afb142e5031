"""The work itself: to whom a unit gives it on, when it is done, and what is reported then, truly or falsely."""

from collections.abc import Iterator

from rules.assignment import Assignment
from server.simulator.plan import SECOND, Hand, Picture, Plan
from server.simulator.truth import lies

LEAST = 60 * SECOND
USUAL = 4 * 3_600 * SECOND  # where a leg has no deadline


def gives_on_to(hand: Hand, leg: Assignment) -> str:
    """The street office of the place where it belongs to the unit, else one of its own offices; "" = does it itself."""
    if leg.parent or not hand.chance("sub_dispatch", leg.id):
        return ""
    units = hand.life.city.units
    street = units.get(hand.case.street)
    if street and leg.unit in hand.life.city.above(street.code)[1:] and hand.life.cast.unit(street.code):
        return street.code
    below = sorted(code for code, unit in units.items() if unit.parent == leg.unit and hand.life.cast.unit(code))
    return hand.life.chance.one(below, "below", leg.id) if below else ""


def done_at(hand: Hand, leg: Assignment) -> int:
    """When the work is done: a share of the limit, which for some is more than all of it; a liar is quicker."""
    if leg.feedback_at:  # its report was refused: once more
        return hand.by_day(hand.later(leg.feedback_at, "again", leg.id, leg.feedback_at), leg.id)
    begun = leg.signed_at
    if "work" in hand.life.figures.delays:
        return hand.later(begun, "work", leg.id)
    work = hand.life.figures.work
    category = hand.case.category
    share = next((each for key, each in work.by_category.items() if category.startswith(key)), work.share)
    took = hand.life.chance.around(share, work.spread, "work", leg.id) * (0.6 if lies(hand, leg) else 1)
    given = leg.told_at or leg.delivered_at
    limit = leg.due - given if leg.due > given else USUAL
    return hand.by_day(max(begun + LEAST, given + round(took * limit)), leg.id)


def report(hand: Hand, leg: Assignment, done: int) -> Iterator[Plan]:
    """Reported done, with a photo: of what was done, or of something else."""
    false = lies(hand, leg)
    tricks = hand.life.figures.photos.tricks
    trick = hand.life.chance.one(("", *tricks), "trick", leg.id) if false else ""
    text = hand.phrase("feedback", leg.id) or "已处置完毕"
    at = max(done, leg.feedback_at)
    picture = Picture("after", solved=not false or trick == "other_place", trick=trick)
    after = max((request.decided_at for request in hand.case.requests if request.assignment == leg.id), default=0)
    yield from hand.unit(leg, "feedback", max(at, after), leg.feedback_at, text=text, pictures=(picture,))
