"""What a command at a terminal says to its user: in both languages, until it is known which one is read."""

from typing import NamedTuple

CHINESE = "zh_CN"


class Said(NamedTuple):
    """One sentence in both languages."""

    chinese: str
    english: str

    def text(self, language: str) -> str:
        """The sentence in "zh_CN" or "en"."""
        return self.chinese if language == CHINESE else self.english


class Told(Exception):
    """An expected error that the user can mend; `said` names file, place and what was expected."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.said = Said(chinese, english)

    def text(self, language: str) -> str:
        """The error in "zh_CN" or "en"."""
        return self.said.text(language)
