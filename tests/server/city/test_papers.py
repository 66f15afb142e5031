"""`[[forms]]`: templates are read with the city; each fault names its file, the placeholder and what was expected."""

from pathlib import Path

import pytest

from server.city import CityRefused, compile_folder
from server.city.demo.folder import _copy
from server.speech import catalogue_texts
from tests.server.city.small_folder import TOML, write_small_city
from tests.templates import DISPATCH, HANDOVER, a_docx, an_xlsx

ROW = '\n[[forms]]\nkey = "{key}"\nfile = "forms/{file}"\nname = ["派遣单", "Dispatch form"]\n'


def compiled(tmp_path: Path, rows: str, **bodies: bytes):
    folder = tmp_path / "city"
    write_small_city(folder)
    (folder / "forms").mkdir()
    for name, body in bodies.items():
        (folder / "forms" / name.replace("_", ".")).write_bytes(body)
    (folder / "city.toml").write_text(TOML + rows, encoding="utf-8")
    return compile_folder(folder).city


def test_templates_become_part_of_the_city(tmp_path: Path) -> None:
    rows = ROW.format(key="dispatch", file="a.docx") + ROW.format(key="handover", file="b.xlsx")
    papers = compiled(tmp_path, rows, a_docx=DISPATCH, b_xlsx=HANDOVER).papers
    assert list(papers) == ["dispatch", "handover"]
    assert (papers["dispatch"].name_en, papers["handover"].suffix) == ("Dispatch form", "xlsx")
    assert "{{number}}" in papers["dispatch"].page
    assert papers["dispatch"].of("en") == ("docx", DISPATCH, papers["dispatch"].page)


FAULTS = [
    ("a.docx", a_docx("{{number}} {{unit}} {{place}} {{due}} {{nummer}}"), "{{nummer}}", "not known", "不认识"),
    ("a.docx", a_docx("{{number}} {{unit}} {{place}} {{due}} {{Unit}}"), "{{Unit}}", "not known", "不认识"),
    ("a.docx", a_docx("{{number}} {{unit}} {{place}} {{due}} {{result}}"), "{{result}}", "not known", "不认识"),
    ("a.docx", a_docx("{{number}} {{unit}} {{place}}"), "{{due}}", "is missing", "缺少占位符"),
    (
        "a.docx",
        a_docx("{{number}} {{unit}} {{place}} {{due}} {{legs.unit}}"),
        "{{legs.unit}}",
        "no table row",
        "不在表格行",
    ),
    ("a.docx", b"no document", "", "cannot be read", "无法读取"),
    ("a.docx", an_xlsx([["{{number}}"]]), "", "cannot be read", "无法读取"),
    ("other.docx", DISPATCH, "", "is missing", "不存在"),
    ("../a.docx", DISPATCH, "", "cannot be a template", "不是可用的模板"),
    ("a.doc", DISPATCH, "", "*.docx, *.xlsx", "*.docx, *.xlsx"),
]


@pytest.mark.parametrize(("file", "body", "mark", "english", "chinese"), FAULTS)
def test_a_fault_names_the_file_and_the_placeholder(tmp_path, file, body, mark, english, chinese) -> None:
    with pytest.raises(CityRefused) as refused:
        compiled(tmp_path, ROW.format(key="dispatch", file=file), a_docx=body)
    told = [finding for finding in refused.value.findings if finding.place.file == f"forms/{file}"]
    assert told
    for language, words in (("en", english), ("zh_CN", chinese)):
        said = [finding.text(catalogue_texts(language)) for finding in told]
        assert any(words in line and mark in line and file in line for line in said), said


def test_an_unknown_key_and_one_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CityRefused) as refused:
        compiled(tmp_path, ROW.format(key="invoice", file="a.docx"), a_docx=DISPATCH)
    assert refused.value.findings[0].place.field == "forms[1].key"
    twice = ROW.format(key="dispatch", file="a.docx") * 2
    with pytest.raises(CityRefused) as refused:
        compiled(tmp_path / "again", twice, a_docx=DISPATCH)
    assert [finding.key for finding in refused.value.findings] == ["form_twice"]


def test_the_demo_citys_forms_are_sound_in_both_languages(tmp_path: Path) -> None:
    from importlib.resources import files

    from rules.paper.fields import FIELDS, NEEDED, known
    from server.papers import read

    _copy(files("server.city.demo").joinpath("data/folder/forms"), tmp_path)
    found = {path.name: read(path.suffix[1:], path.read_bytes()) for path in tmp_path.iterdir()}
    assert len(found) == 2 * len(FIELDS)
    for name, template in found.items():
        key = name.partition(".")[0]
        assert (template.odd, template.loose, template.mixed) == ((), (), ()), name
        assert NEEDED[key] <= template.marks <= known(key), name
