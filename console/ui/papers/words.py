"""A form of the chosen case in the language of the windows: what stands in it, and the page that is printed."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.facts import DESK
from console.ui.context import Context
from rules.case import Case
from rules.city import City
from rules.paper.page import Filled, filled_page
from rules.paper.values import MASKED, Scribe, forms_of, values_of


@dataclass(frozen=True, slots=True)
class Form:
    """One form as it would be printed now."""

    key: str
    name: str
    suffix: str
    filled: Filled
    page: str


class Forms:
    """Writes them for who sits at the desk. A reporter is masked until somebody with the right has them shown."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, case: Case, reporter: Mapping[str, str] | None = None) -> tuple[Form, ...]:
        """The forms that there is something to write in, in the city's order."""
        city = self._context.city
        if city is None:
            return ()
        scribe = self.scribe(city, reporter)
        return tuple(self._form(key, city, case, scribe) for key in forms_of(case, city))

    def _form(self, key: str, city: City, case: Case, scribe: Scribe) -> Form:
        paper, filled = city.papers[key], values_of(key, case, scribe)
        suffix, _, page = paper.of(self._context.language)
        name = self._context.texts.name(paper.name, paper.name_en)
        return Form(key, name, suffix, filled, filled_page(page, filled, scribe.foot()))

    def scribe(self, city: City, reporter: Mapping[str, str] | None = None) -> Scribe:
        """Who writes, and when."""
        context = self._context
        actor = context.actor(DESK)
        by = context.texts.name(actor.name, actor.name_en) if actor else "–"
        shown = (reporter.get("name", ""), reporter.get("phone", "")) if reporter else (MASKED, MASKED)
        return Scribe(city, context.texts, self._name, context.names.phone, by, context.now(), shown)

    def _name(self, login: str) -> str:
        if login == "system":
            return self._context.texts.text("role.system")
        return self._context.people.name(login) or login
