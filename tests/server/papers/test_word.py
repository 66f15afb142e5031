"""Forms as .docx: placeholders whole and cut, repeated rows, the footer, and files that are none."""

import io
import zipfile

import pytest
from docx import Document

from rules.paper.page import Filled, filled_page
from server.papers import LARGEST, BadTemplate, fill, read
from tests.templates import a_docx

LEGS = [["单位", "状态"], ["{{legs.unit}}", "{{ legs.stage }}"], ["合计", "{{number}}"]]
TWO = Filled({"number": "15042200012"}, {"legs": ({"unit": "中原区", "stage": "处置中"}, {"unit": "排水处"})})


def opened(body: bytes):
    return Document(io.BytesIO(body))


def cells(body: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(body).tables[0].rows]


def test_placeholders_are_read_also_where_editing_has_cut_them() -> None:
    for cut in (False, True):
        template = read("docx", a_docx("{{number}} 号", "{{ words }}", cut=cut))
        assert template.marks == {"number", "words"}
        assert (template.odd, template.loose) == ((), ())
        filled = fill("docx", a_docx("{{number}} 号", cut=cut), Filled({"number": "12"}), "")
        assert opened(filled).paragraphs[0].text == "12 号"


def test_a_row_is_repeated_for_each_entry_and_stays_empty_without_one() -> None:
    assert cells(fill("docx", a_docx(rows=LEGS), TWO, "")) == [
        ["单位", "状态"], ["中原区", "处置中"], ["排水处", ""], ["合计", "15042200012"],
    ]  # fmt: skip
    assert cells(fill("docx", a_docx(rows=LEGS), Filled(), ""))[1] == ["", ""]


def test_what_is_filled_in_is_text_and_never_a_placeholder_or_markup() -> None:
    nasty = "<b>{{number}}</b> & \x00\x0b\ud800 =1+1"
    body = a_docx("{{words}}", "{{number}}")
    filled = fill("docx", body, Filled({"words": nasty, "number": "7"}), "")
    assert opened(filled).paragraphs[0].text == "<b>{{number}}</b> &  =1+1"
    page = filled_page(read("docx", body).page, Filled({"words": nasty, "number": "7"}), "")
    assert "&lt;b&gt;{{number}}&lt;/b&gt; &amp;" in page


def test_the_page_has_the_documents_rows_and_repeats_them() -> None:
    page = filled_page(read("docx", a_docx("派遣单", rows=LEGS)).page, TWO, "打印人：王晓燕")
    assert page.index("派遣单") < page.index("中原区") < page.index("排水处") < page.index("15042200012")
    assert page.count("<tr>") == 4
    assert "<title>打印人：王晓燕</title>" in page
    assert "{{" not in page


def test_the_foot_says_who_printed_it_and_when() -> None:
    body = fill("docx", a_docx("{{number}}"), Filled({"number": "1"}), "打印人：王晓燕　打印时间：2015-04-22 16:00")
    footer = opened(body).sections[0].footer
    assert [paragraph.text for paragraph in footer.paragraphs] == ["打印人：王晓燕　打印时间：2015-04-22 16:00"]


@pytest.mark.parametrize(
    ("text", "odd"),
    [("{{Number}}", "{{Number}}"), ("{{案卷号}}", "{{案卷号}}"), ("{{number", "{{"), ("number}}", "}}")],
)
def test_a_mistyped_placeholder_is_found(text: str, odd: str) -> None:
    assert read("docx", a_docx(text)).odd == (odd,)


def test_a_placeholder_where_nothing_is_filled_in_is_found() -> None:
    document = Document()
    document.add_paragraph("{{number}}")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{unit}}"
    out = io.BytesIO()
    document.save(out)
    assert read("docx", out.getvalue()).odd == ("{{unit}}",)


def test_a_list_outside_a_row_and_two_lists_in_one_are_found() -> None:
    assert read("docx", a_docx("{{legs.unit}}")).loose == ("legs.unit",)
    assert read("docx", a_docx(rows=[["{{legs.unit}}", "{{entries.who}}"]])).mixed == ("legs, entries",)


def test_merged_cells_and_aligned_paragraphs_come_on_the_page() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "{{words}}"
    table.cell(1, 0).text = "甲"
    out = io.BytesIO()
    document.save(out)
    page = read("docx", out.getvalue()).page
    assert 'colspan="3"' in page
    assert page.count("{{words}}") == 1


def _zip(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize(
    "body",
    [b"", b"PK\x03\x04", b"no archive", _zip("x.txt", "x"), _zip("bomb.xml", "0" * 31_000_000), b"0" * (LARGEST + 1)],
    ids=["empty", "cut", "text", "other", "bomb", "large"],
)
def test_what_is_no_document_is_told(suffix: str, body: bytes) -> None:
    with pytest.raises(BadTemplate):
        read(suffix, body)


def test_a_sheet_called_document_is_told() -> None:
    from tests.templates import an_xlsx

    with pytest.raises(BadTemplate):
        read("docx", an_xlsx([["{{number}}"]]))
