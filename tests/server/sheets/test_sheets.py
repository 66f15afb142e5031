"""Files of reports: tried first, taken once, wrong rows told with sheet, row and column; answers as a file."""

import contextlib
import csv
import io
import json
import random
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from rules.commands import Actor, Grant, Role
from rules.machines import Sheet
from rules.powers import Deed
from rules.showing import Showing
from server.access.accounts import SYSTEM
from server.machines.errors import Refused
from server.sheets.answers import Answers
from server.sheets.reading import read_rows
from server.speech import catalogue_texts
from tests.server.machines.conftest import COLUMNS, Room
from tests.server.small_city import MINUTE, NOW

HEAD = list(COLUMNS.values())
DAY = 24 * 60 * MINUTE


def a_row(**said: object) -> list[object]:
    """A row of the orders' form; fields by our names."""
    usual = {"number": "N-1", "words": "垃圾堆了两天", "address": "陇海路1号", "category": "垃圾", "caller": "张三"}
    told: dict[str, object] = {**usual, "phone": "13800000000", "due": "2015-04-24 18:00:00", **said}
    return [told.get(name, "") for name in COLUMNS]


def a_csv(*rows: list[object], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue().encode(encoding)


def a_book(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "工单"
    for row in (HEAD, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(room: Room, data: bytes, form: str = "orders", who: str = "chen", **query: object):
    return room.client.post(f"/v1/sheets/{form}", data=data, params={"lang": "en", **query}, **room.signed_in(who))


def counts(answer) -> tuple[int, int, int, int]:
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return told["rows"], told["new"], told["known"], len(told["problems"])


@pytest.mark.parametrize("make", [a_csv, a_book], ids=["csv", "excel"])
def test_a_file_is_tried_then_taken_and_the_second_time_it_is_known(room: Room, make) -> None:
    data = make(a_row(), a_row(number="N-2", words="井盖响", urgent="是"))
    assert counts(send(room, data, dry=True)) == (2, 2, 0, 0)
    assert room.cases() == ()
    assert counts(send(room, data)) == (2, 2, 0, 0)
    assert counts(send(room, data)) == (2, 0, 2, 0)
    assert counts(send(room, data, dry=True)) == (2, 0, 2, 0)
    first, second = sorted(room.cases(), key=lambda each: each.external_number)
    assert (first.words, first.category, first.address) == ("垃圾堆了两天", "event-01-10", "陇海路1号")
    assert first.external_due == NOW + 2 * DAY + 9 * 60 * MINUTE
    assert (first.wants_answer, second.urgent) == (True, True)
    assert first.personal
    assert "张三" not in repr(first)


def test_the_same_order_by_file_and_by_message_is_one_case(room: Room) -> None:
    order = {"number": "N-1", "words": "垃圾堆了两天", "due": "2015-04-24T18:00:00", "address": "陇海路1号"}
    case_id = room.send("hotline", "orders", order).json()["case"]
    assert counts(send(room, a_csv(a_row()))) == (1, 0, 1, 0)
    assert [each.id for each in room.cases()] == [case_id]


def test_wrong_rows_are_told_by_sheet_row_and_column_and_the_others_go_in(room: Room) -> None:
    rows = (
        a_row(),
        a_row(number="N-2", words=""),
        a_row(number="N-3", due="Friday"),
        a_row(number="N-4", category="月球"),
        a_row(number="N-5", lon="east", lat="34.75"),
        a_row(number="N-6", urgent="vielleicht"),
        a_row(number="x" * 81),
        a_row(number="N-8", phone="1" * 401),
        a_row(number="N-9", words="#REF!"),
    )
    answer = send(room, a_book(*rows))
    assert counts(answer) == (9, 1, 0, 8)
    problems = answer.json()["problems"]
    assert [(each["sheet"], each["row"]) for each in problems] == [("工单", n) for n in range(3, 11)]
    assert [each["column"].split(" ", 1)[-1] for each in problems[:5]] == [
        "诉求内容", "办理时限", "分类", "经度", "是否紧急",
    ]  # fmt: skip
    due = problems[1]
    assert (due["given"], due["expected"]) == ("Friday", "%Y-%m-%d %H:%M:%S")
    assert due["text"] == "sheet “工单”, row 4, column G 办理时限: “Friday”, expected: %Y-%m-%d %H:%M:%S"
    assert len(room.cases()) == 1


def test_rows_without_a_number_are_the_same_when_all_of_them_is(room: Room) -> None:
    rows = [["问题", "地点"], ["路灯不亮", "中原路"], ["路灯不亮", "中原路"], ["路灯不亮", "陇海路"]]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    data = out.getvalue().encode("gb18030")
    assert counts(send(room, data, "patrol")) == (3, 2, 1, 0)
    room.clock.at += 20 * DAY
    assert counts(send(room, data, "patrol")) == (3, 0, 3, 0)


def test_a_formula_comes_in_as_text_and_goes_out_as_text(room: Room) -> None:
    words = '=HYPERLINK("http://evil.example","x")'
    assert counts(send(room, a_csv(["=1+1", words, "@a", *[""] * 7]))) == (1, 1, 0, 0)
    (case,) = room.cases()
    assert (case.words, case.external_number) == (words, "=1+1")
    room.hands.do("chen", Role.ACCEPTOR, "answer", case.id, body={"answer": "=cmd|' /C calc'!A0"})
    answer = room.client.get("/v1/sheets/orders/answers?lang=en", **room.signed_in())
    assert answer.headers["content-type"].startswith("text/csv")
    line = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1]
    assert (line[0], line[4]) == ("'=1+1", "'=cmd|' /C calc'!A0")


def test_the_answers_of_a_form_are_a_file(room: Room) -> None:
    send(room, "问题,地点\n路灯不亮,中原路\n".encode(), "patrol")
    (case,) = room.cases()
    room.hands.do("chen", Role.ACCEPTOR, "answer", case.id, body={"answer": "已报供电公司"})
    room.parts.timers.tick()
    text = room.client.get("/v1/sheets/patrol/answers", **room.signed_in()).content.decode("utf-8-sig")
    head, line = list(csv.reader(io.StringIO(text)))
    assert head[:5] == ["工单编号", "案卷号", "状态", "答复时间", "答复内容"]
    assert line[1:5] == [case.number, "直接答复", "2015-04-22 09:00", "已报供电公司"]
    later = room.client.get(f"/v1/sheets/patrol/answers?since={NOW + 1}", **room.signed_in())
    assert len(later.content.decode("utf-8-sig").splitlines()) == 1


def test_the_answers_are_of_the_cases_that_the_asker_sees(room: Room) -> None:
    send(room, "问题,地点\n路灯不亮,中原路\n".encode(), "patrol")
    (case,) = room.cases()
    room.hands.do("chen", Role.ACCEPTOR, "answer", case.id, body={"answer": "已报供电公司"})
    room.parts.timers.tick()
    city, answers = room.parts.cities.current, Answers(room.parts.database, room.parts.cities)

    def lines(actor: Actor) -> int:
        showing = Showing.of(actor, city, NOW, Deed.EXPORT)
        return len(answers.of(city.machines.sheets["patrol"], 0, catalogue_texts("en"), showing).splitlines())

    assert lines(SYSTEM) == 2
    assert lines(Actor("e", "东区", (Grant(Role.ACCEPTOR, "410103"),))) == 1
    assert lines(Actor("u", "单位", (Grant(Role.UNIT, "bureau"),))) == 1


@pytest.mark.parametrize(
    ("data", "status", "rule"),
    [
        (b"", 422, "rule.form"),
        (b"a,b\n1,2\n", 422, "sheet.columns"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, 415, "sheet.old_excel"),
        (b"PK\x03\x04 and no archive", 422, "sheet.not_excel"),
        ("诉求内容\n".encode("utf-16"), 422, "sheet.encoding"),
        (b'"' + b"x" * 200_000, 422, "sheet.not_csv"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_reason(room: Room, data: bytes, status: int, rule: str) -> None:
    answer = send(room, data)
    assert (answer.status_code, answer.json()["rule"]) == (status, rule), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_only_supervision_imports_and_only_by_forms_that_there_are(room: Room) -> None:
    assert send(room, a_csv(), who="wang").status_code == 403
    assert send(room, a_csv(), form="none").status_code == 404
    assert room.client.post("/v1/sheets/orders", data=b"x").status_code == 401
    listed = room.client.get("/v1/sheets?lang=en", **room.signed_in("zhao")).json()
    assert [(each["code"], each["name"], each["by_file"]) for each in listed] == [
        ("orders", "Orders", False),
        ("patrol", "Inspection", True),
    ]


@pytest.mark.parametrize("city_rules", [{"rows_max": 2, "file_mb": 1}])
def test_too_many_rows_or_bytes_are_refused(room: Room) -> None:
    rows = [a_row(number=f"N-{n}") for n in range(3)]
    assert send(room, a_csv(*rows)).json()["rule"] == "sheet.too_many"
    assert send(room, b"x" * (1024 * 1024 + 1)).status_code == 413


# --- reading alone


FORM = Sheet("f", "f", columns={"words": "a", "due": "b"})


def test_cells_of_a_workbook_are_read_as_they_are_shown() -> None:
    book = Workbook()
    assert book.active is not None
    for row in (
        ["b", "a"],
        [datetime(2015, 4, 22, 9, 5, tzinfo=UTC).replace(tzinfo=None), 12345.0],
        [None, None],
        ["", 1.5],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    rows = read_rows(out.getvalue(), FORM, 10)
    assert [(each.number, each.cells["a"], each.cells["b"]) for each in rows] == [
        (2, "12345", "2015-04-22 09:05:00"),
        (4, "1.5", ""),
    ]
    assert rows[0].columns["a"] == "B"


def test_an_archive_that_is_a_bomb_or_defines_words_is_refused() -> None:
    book = a_book()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                lol = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY b "&lol;&lol;">]>'
                data = lol + data.split(b"?>", 1)[-1]
            new.writestr(entry.filename, data)
    with pytest.raises(Refused, match=r"sheet\.not_excel"):
        read_rows(out.getvalue(), FORM, 10)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    with pytest.raises(Refused, match=r"rule\.too_large"):
        read_rows(bomb.getvalue(), FORM, 10)


def test_a_sheet_that_is_not_there_is_named() -> None:
    form = Sheet("f", "f", columns={"words": "a"}, sheet="二月")
    with pytest.raises(Refused) as refused:
        read_rows(a_book(), form, 10)
    assert (refused.value.key, refused.value.details["expected"]) == ("sheet.no_sheet", "二月")
    assert json.dumps(refused.value.details)


@pytest.mark.parametrize("cut", [60, 500, 2000, -40])
def test_a_workbook_that_is_cut_or_has_no_parts_is_refused(cut: int) -> None:
    with pytest.raises(Refused, match=r"sheet\.not_excel"):
        read_rows(a_book(a_row())[:cut], FORM, 10)
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("hello.txt", "x")
    with pytest.raises(Refused, match=r"sheet\.not_excel"):
        read_rows(empty.getvalue(), FORM, 10)


def test_random_bytes_in_a_workbook_never_do_more_than_be_refused() -> None:
    chance, book = random.Random(5), a_book(a_row(), a_row())
    form = Sheet("f", "f", columns={"words": "诉求内容"})
    for _ in range(150):
        data = bytearray(book)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        with contextlib.suppress(Refused):
            read_rows(bytes(data), form, 10)
