"""What is typed into forms and not done yet."""

from collections.abc import Iterable

from console.facts import Draft


class Drafts:
    """The drafts by the names of their forms."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}

    def of(self, form: str) -> Draft | None:
        """What was typed there, None when there is nothing."""
        return self._drafts.get(form)

    def keep(self, draft: Draft) -> bool:
        """Keep it; without values, forget it. Whether there is anything to tell of that."""
        if draft.values:
            self._drafts[draft.form] = draft
            return True
        return self._drafts.pop(draft.form, None) is not None

    def add_older(self, drafts: Iterable[Draft]) -> None:
        """What was typed before this start; what was typed since goes before."""
        self._drafts = {draft.form: draft for draft in drafts} | self._drafts
