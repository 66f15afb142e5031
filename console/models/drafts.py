"""What was typed into a form and not done yet: sealed values of the table `me`, one for each form.

Personal data never come here: the form of a report leaves its reporter out.
"""

import logging
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag

from console.facts import Draft
from console.models.durably import Durably
from console.models.keys import FileKey
from console.models.me import Me
from rules.wire import canonical, decode

_NAME = "draft "
KEPT_MS = 7 * 86_400_000  # older ones are forgotten
log = logging.getLogger(__name__)


class Drafts:
    """The drafts in an open file; on the thread that opened it."""

    def __init__(self, durably: Durably, key: FileKey, me: Me) -> None:
        self._durably, self._key, self._me = durably, key, me

    def all(self, now: int) -> tuple[Draft, ...]:
        """What was typed in the last days; what is older is forgotten."""
        drafts = list(self._read())
        for old in (draft for draft in drafts if now - draft.at > KEPT_MS):
            self.drop(old.form)
        return tuple(draft for draft in drafts if now - draft.at <= KEPT_MS)

    def _read(self) -> Iterator[Draft]:
        """One that cannot be read is passed over: it must not keep the others, nor the program, from coming."""
        for name, sealed in self._durably.rows("SELECT k, v FROM me WHERE k LIKE ?", (f"{_NAME}%",)):
            try:
                yield decode(Draft, self._key.unseal(sealed, name))
            except (InvalidTag, ValueError):
                log.warning("what was typed into a form cannot be read: %s", name)

    def keep(self, draft: Draft) -> None:
        """Keep it in place of what was kept for this form. NotRecorded when the disk does not take it."""
        name = _NAME + draft.form
        self._me.remember(**{name: self._key.seal(canonical(draft), name)})

    def drop(self, form: str) -> None:
        """The form was done, or emptied. NotRecorded as above."""
        self._me.forget(_NAME + form)
