"""Names of the city's things in the language of the windows: units, matters, places, sources, reasons.

City data may lack the English name; then the Chinese one stands. An unknown code is shown as it is.
"""

from collections.abc import Callable, Mapping

from console.facts.shown import DRAFT_MARK
from rules.assignment import Request
from rules.case import Case
from rules.city import City, Condition
from rules.clock import Limit
from rules.reasons import area_name
from rules.texts import Texts

ENGLISH = "en"


class Names:
    """The names of one city in one language; without a city every code stands for itself."""

    def __init__(self, city: City | None, language: str, texts: Texts, now: Callable[[], int] = lambda: 0) -> None:
        self._city, self._now = city, now
        self._texts = texts
        self.english = language == ENGLISH

    def _pick(self, zh: str, en: str) -> str:
        return en if self.english and en else zh

    def _pair(self, table: Mapping[str, tuple[str, str]], code: str) -> str:
        return self._pick(*table[code]) if code in table else code

    def city(self) -> str:
        """The city's name, "" before it is known."""
        return self._pick(self._city.name, self._city.name_en) if self._city else ""

    def unit(self, code: str) -> str:
        """A unit's name."""
        unit = self._city.units.get(code) if self._city else None
        return self._pick(unit.name, unit.name_en) if unit else code

    def phone(self, code: str) -> str:
        """A unit's phone at this hour, by the duty roster or else its own; of the unit above when it has none."""
        watch = self._city.watch_of(code, self._now()) if self._city else None
        return watch.phone if watch else ""

    def duty(self, code: str) -> str:
        """Who sits at a unit's duty phone, at that of the unit above it when it has none; "" when nobody is named."""
        watch = self._city.watch_of(code, self._now()) if self._city else None
        return self._pick(watch.name, watch.name_en) if watch else ""

    def phrases(self, verb: str) -> tuple[str, ...]:
        """The city's usual phrases (常用语) for a deed."""
        found = self._city.policies.phrases.get(verb, ()) if self._city else ()
        return tuple(self._pick(*pair) for pair in found)

    def number(self, number: str) -> str:
        """A case's number; that of a draft, 临A1-3 on the desk, is `new A1-3` in English."""
        return number.replace(DRAFT_MARK, "new ", 1) if self.english and number.startswith(DRAFT_MARK) else number

    def matter(self, case: Case) -> str:
        """The short name of the class; before it has one, the reporter's words."""
        category = self._city.categories.get(case.category) if self._city else None
        if category is None:
            return case.category or " ".join(case.words.split())[:24] or "–"
        return self._pick(category.short or category.name, category.short_en or category.name_en)

    def category(self, key: str) -> str:
        """The full name of a class."""
        category = self._city.categories.get(key) if self._city else None
        return self._pick(category.name, category.name_en) if category else key

    def class_of(self, key: str) -> str:
        """Kind and numbers of a class: 事件 01-10."""
        kind, _, rest = key.partition("-")
        return f"{self._texts.text('console.' + kind)} {rest}" if rest else key

    def condition(self, key: str) -> Condition | None:
        """A filing condition of the city."""
        return self._city.conditions.get(key) if self._city else None

    def condition_words(self, key: str) -> str:
        """The words of a filing condition."""
        condition = self.condition(key)
        return self._pick(condition.words, condition.words_en) if condition else key

    def closing(self, key: str) -> tuple[str, ...]:
        """The closing conditions that belong to a filing condition, in the language of the windows."""
        condition = self.condition(key)
        if condition is None:
            return ()
        whole = len(condition.closing_en) == len(condition.closing)
        return condition.closing_en if self.english and whole else condition.closing

    def place(self, case: Case) -> str:
        """The address as it was given or found; "" when there is none."""
        return self._pick(case.address, case.address_en)

    def area(self, code: str) -> str:
        """A district, street, community, grid, drawn area or road by its code."""
        return area_name(self._city, self._texts, code) if self._city else code

    def layer(self, number: int) -> str:
        """A layer of the duty list; "" when it has no name."""
        known = self._city.layer_by_number.get(number) if self._city else None
        return self._pick(known.name, known.name_en) if known else ""

    def areas(self, case: Case) -> str:
        """District and street, for the second line of a row; in English without the words for what they are."""
        parts = (self._bare(self.area(case.district)), self._bare(self.area(case.street)))
        return (", " if self.english else " ").join(part for part in parts if part)

    def _bare(self, area: str) -> str:
        """`Erqi` of "Erqi District": the kinds of areas are words of the catalogue, a city may label them otherwise."""
        name, _, kind = area.rpartition(" ")
        return name if name and kind in self._texts.text("console.area_kinds").split() else area

    def source(self, code: str) -> str:
        """Where a report came from."""
        return self._pair(self._city.policies.sources, code) if self._city else code

    def source_short(self, code: str) -> str:
        """The same in a word, where the catalogue has one: it must fit a row."""
        key = f"source_short.{code}"
        return self._texts.text(key) if key in self._texts else self.source(code)

    def sources(self) -> dict[str, str]:
        """All sources of the city by code."""
        return {code: self.source(code) for code in self._city.policies.sources} if self._city else {}

    def reject_reasons(self) -> dict[str, str]:
        """The coded reasons for which a closure is rejected, in the city's order."""
        table = self._city.policies.reject_reasons if self._city else {}
        return {code: self._pair(table, code) for code in table}

    def decline_reasons(self) -> dict[str, str]:
        """The coded reasons for which a report is not accepted."""
        table = self._city.policies.decline_reasons if self._city else {}
        return {code: self._pair(table, code) for code in table}

    def alarm_reasons(self) -> dict[str, str]:
        """The coded reasons for which an alarm of a machine is rejected."""
        table = self._city.machines.reject_reasons if self._city else {}
        return {code: self._pair(table, code) for code in table}

    def reason(self, code: str) -> str:
        """A coded reason in words; free words stand for themselves."""
        known = (self.reject_reasons(), self.decline_reasons(), self.alarm_reasons())
        return next((table[code] for table in known if code in table), code)

    def level(self, request: Request) -> str:
        """Who decides a request: the duty, in the city's own words where its rows have some."""
        rows = self._city.policies.approvals if self._city else ()
        named = [
            self._pick(row.name, row.name_en) for row in rows if (row.kind, row.by) == (request.kind, request.level)
        ]
        return next(filter(None, named), "") or self._texts.text(f"role.{request.level}")

    def limit(self, limit: Limit) -> str:
        """A limit in words: 4 工作时."""
        return self._texts.text(f"limit.{limit.unit}", value=limit.value)
