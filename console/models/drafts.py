"""What was typed into a form and not done yet: sealed values of the table `me`, one for each form.

Personal data never come here: the form of a report leaves its reporter out.
"""

from pathlib import Path

from console.facts import Draft
from console.models.errors import NotRecorded
from console.models.file import DatabaseError, File
from console.models.keys import FileKey
from console.models.me import Me
from rules.wire import canonical, decode

_NAME = "draft "
KEPT_MS = 7 * 86_400_000  # older ones are forgotten


class Drafts:
    """The drafts in an open file; on the thread that opened it."""

    def __init__(self, file: File, key: FileKey, me: Me, path: Path) -> None:
        self._file, self._key, self._me, self._path = file, key, me, path

    def all(self, now: int) -> tuple[Draft, ...]:
        """What was typed in the last days; what is older is forgotten."""
        rows = self._file.rows("SELECT k, v FROM me WHERE k LIKE ?", (f"{_NAME}%",))
        drafts = [decode(Draft, self._key.unseal(sealed, name)) for name, sealed in rows]
        for old in (draft for draft in drafts if now - draft.at > KEPT_MS):
            self.drop(old.form)
        return tuple(draft for draft in drafts if now - draft.at <= KEPT_MS)

    def keep(self, draft: Draft) -> None:
        """Keep it in place of what was kept for this form. NotRecorded when the disk does not take it."""
        name = _NAME + draft.form
        try:
            self._me.remember(**{name: self._key.seal(canonical(draft), name)})
        except DatabaseError as error:
            raise NotRecorded(self._path, why=error) from error

    def drop(self, form: str) -> None:
        """The form was done, or emptied. NotRecorded as above."""
        try:
            self._file.rows("DELETE FROM me WHERE k = ?", (_NAME + form,))
        except DatabaseError as error:
            raise NotRecorded(self._path, why=error) from error
