"""The words of answers in the language of who asked: the one catalogue of texts, with the city's own words on top."""

from collections.abc import Callable, Mapping
from importlib.resources import files

from rules.city import City
from rules.texts import Texts
from server.said import Said

LANGUAGES = ("zh_CN", "en")


def catalogue_texts(language: str) -> Texts:
    """The texts of a language before any city is known."""
    return Texts((files("resources") / "texts" / f"{language}.toml").read_bytes())


class Speech:
    """Texts by language; the city's labels are laid over the catalogue."""

    def __init__(self, city: Callable[[], City]) -> None:
        self._city = city
        self._catalogues = {
            language: (files("resources") / "texts" / f"{language}.toml").read_bytes() for language in LANGUAGES
        }
        self._made: dict[tuple[str, str], Texts] = {}

    def texts(self, language: str) -> Texts:
        """The texts of "zh_CN" or "en"."""
        city = self._city()
        key = (language, city.version)
        if key not in self._made:
            labels: Mapping[str, str] = city.labels.get(language, {})
            self._made[key] = Texts(self._catalogues[language], labels, city.names(language))
        return self._made[key]

    def refusal(self, accept_language: str, rule: str, details: Mapping[str, str]) -> str:
        """A refusal in words, in the language that the header Accept-Language asks for first."""
        return self.texts(language_of(accept_language)).text(rule, **details)

    def both(self, rule: str, details: Mapping[str, str]) -> Said:
        """A refusal in words, in both languages."""
        return Said(*(self.texts(language).text(rule, **details) for language in LANGUAGES))


def language_of(accept_language: str) -> str:
    """The language wanted first: "en", else "zh_CN"."""
    first = accept_language.split(",", maxsplit=1)[0].strip().lower()
    return "en" if first.startswith("en") else "zh_CN"
