"""The form of a correction: it begins with what stands on the case and brings only what differs from that.

What was seen when the form was opened goes along: what others change meanwhile is never overwritten unseen.
"""

from collections.abc import Mapping

from console.ui.offers import Action
from rules.case import Case
from rules.corrections import CORRECT, corrected, correction, standing


def begun(action: Action, case: Case, known: Mapping[str, str]) -> Mapping[str, str]:
    """The words that the form of a deed begins with."""
    return {**standing(case), **known} if action.verb == CORRECT else known


def brought(action: Action, case: Case, entered: Mapping[str, object]) -> dict[str, object]:
    """The body of a deed of what was entered."""
    return correction(case, entered) if action.verb == CORRECT else dict(entered)


def typed(action: Action, case: Case, saved: Mapping[str, str]) -> dict[str, str]:
    """Of the words in a form those that a person typed; what stands on the case may be another thing tomorrow."""
    stood = standing(case) if action.verb == CORRECT else {}
    return {name: words for name, words in saved.items() if words != stood.get(name)}


def is_idle(action: Action, body: Mapping[str, object]) -> bool:
    """Whether a correction would correct nothing."""
    return action.verb == CORRECT and not corrected(body)
