"""The two filters of the queue: where a report came from, and in which district it lies."""

from console.facts import ShownCase
from console.ui.context import Context

ALL = ""


class Filters:
    """What a list is narrowed to; both start at "all"."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._source = self._area = ALL

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return bool(self._source or self._area)

    def keeps(self, shown: ShownCase) -> bool:
        """Whether a case passes."""
        case = shown.case
        return (not self._source or case.source == self._source) and (not self._area or case.district == self._area)

    def set_source(self, code: str) -> None:
        """Only this source; "" = all."""
        self._source = code

    def set_area(self, code: str) -> None:
        """Only this district; "" = all."""
        self._area = code

    def sources(self) -> dict[str, str]:
        """The choices: all, then each source of the city."""
        return {ALL: self._all(), **self._context.names.sources()}

    def areas(self) -> dict[str, str]:
        """The choices: all, then each district of the city."""
        city = self._context.city
        districts = city.grids.districts if city and city.grids else ()
        return {ALL: self._all(), **{each.code: self._context.names.area(each.code) for each in districts}}

    def source_name(self) -> str:
        """The source chosen, in words."""
        return self._context.names.source(self._source) if self._source else self._all()

    def area_name(self) -> str:
        """The district chosen, in words."""
        return self._context.names.area(self._area) if self._area else self._all()

    def _all(self) -> str:
        return self._context.texts.text("word.all")
