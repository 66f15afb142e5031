"""What citizens do with their own reports once these have ended."""

from rules.commands import NotAllowed
from rules.deed import Deed

WORST, BEST = 1, 5


def rate(deed: Deed) -> None:
    """How content who reported is, 1 to 5; said again, the last one counts."""
    rating = deed.said("rating", 0)
    if not WORST <= rating <= BEST:
        raise NotAllowed("rule.field", field="rating", expected=f"{WORST}–{BEST}")
    deed.facts["rating"] = str(rating)
