"""The emergency pack on paper and in the status line."""

from PySide6.QtWidgets import QPushButton

from console.facts.pack import PackLine
from console.ui.paper.sheet import HEADING, ROW, Part, paged
from console.ui.paper.words import Section
from tests.builders import MINUTE, NINE
from tests.console.ui.conftest import Room

FIVE = HEADING + 6 * ROW  # a page for five rows under their heads


def section(unit: str, count: int) -> Section:
    return Section(tuple(PackLine(unit, number=str(number)) for number in range(count)))


def told(pages: list[list[Part]]) -> list[list[tuple[str, int, bool]]]:
    return [[(part.section.first.unit, len(part.lines), part.goes_on) for part in page] for page in pages]


def test_a_long_section_goes_on_over_pages_under_its_head() -> None:
    assert told(paged([section("west", 12)], FIVE)) == [
        [("west", 5, False)],
        [("west", 5, True)],
        [("west", 2, True)],
    ]


def test_a_head_never_stands_without_a_row() -> None:
    pages = paged([section("east", 3), section("west", 1)], FIVE)
    assert told(pages) == [[("east", 3, False)], [("west", 1, False)]]


def test_without_a_case_there_is_a_page_that_says_so() -> None:
    assert paged([], FIVE) == [[]]


def test_every_one_of_35_000_cases_is_on_some_page() -> None:
    pages = paged([section("east", 34_000), section("west", 1_000)], 1_000)
    assert sum(len(part.lines) for page in pages for part in page) == 35_000


def test_the_status_line_tells_the_packs_age_and_leads_to_its_folder(room: Room) -> None:
    status = room.main.status
    (pack,) = status.findChildren(QPushButton)
    assert pack.isHidden()
    status.show_pack(NINE + 2 * MINUTE, "/desk/centre-down")
    assert pack.text() == "应急包 09:02"
    assert "/desk/centre-down" in pack.toolTip()
    asked: list[bool] = []
    status.pack_asked.connect(lambda: asked.append(True))
    pack.click()
    assert asked == [True]
