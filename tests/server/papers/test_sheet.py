"""Forms as .xlsx: repeated rows push down what is below, and nothing that is filled in is a formula."""

import io

import pytest
from openpyxl import load_workbook

from rules.paper.page import Filled, filled_page
from server.papers import fill, read
from tests.templates import an_xlsx

ROWS = [["交接班", "{{since}}"], ["{{items.section}}", "{{items.words}}"], ["签字", ""], ["备注", ""]]
THREE = Filled({"since": "08:00"}, {"items": tuple({"section": str(n), "words": f"第{n}件"} for n in range(3))})


def sheet(body: bytes):
    return load_workbook(io.BytesIO(body)).worksheets[0]


def test_rows_are_repeated_and_what_is_below_moves_down_with_its_merged_cells() -> None:
    made = sheet(fill("xlsx", an_xlsx(ROWS, merged=("A3:B3", "A1:A1")), THREE, "foot"))
    assert [[cell.value for cell in row] for row in made.iter_rows(max_row=5)] == [
        ["交接班", "08:00"], ["0", "第0件"], ["1", "第1件"], ["2", "第2件"], ["签字", None],
    ]  # fmt: skip
    assert "A5:B5" in {str(each) for each in made.merged_cells.ranges}
    assert made.oddFooter.right.text == "foot"


def test_the_merged_cells_of_a_repeated_row_are_merged_in_each() -> None:
    rows = [["{{items.words}}", ""], ["签字", ""]]
    made = sheet(fill("xlsx", an_xlsx(rows, merged=("A1:B1",)), THREE, ""))
    assert {str(each) for each in made.merged_cells.ranges} == {"A1:B1", "A2:B2", "A3:B3"}


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_formula_comes_out_as_text(text: str) -> None:
    body = fill(
        "xlsx",
        an_xlsx([["{{words}}"], ["{{items.words}}"]]),
        Filled({"words": text}, {"items": ({"words": text},)}),
        "",
    )
    for cell in (sheet(body)["A1"], sheet(body)["A2"]):
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix


def test_the_page_shows_what_the_sheet_shows() -> None:
    page = filled_page(read("xlsx", an_xlsx(ROWS, merged=("A3:B3",))).page, THREE, "")
    assert page.index("08:00") < page.index("第0件") < page.index("第2件") < page.index("签字")
    assert 'colspan="2"' in page


def test_a_list_without_an_entry_leaves_one_empty_row() -> None:
    made = sheet(fill("xlsx", an_xlsx(ROWS), Filled({"since": "08:00"}), ""))
    assert [cell.value or "" for cell in made[2]] == ["", ""]
    assert made["A3"].value == "签字"
