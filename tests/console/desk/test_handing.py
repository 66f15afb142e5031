"""Hand-over files and their replies at the desk: made, marked by hand as the page does, recorded once, and pushed."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.handover_page import PageForm, read_form
from console.desk.replying import MadeElsewhere
from rules.assignment import Assignment, LegStage
from rules.case import Photo, PhotoKind, Stage
from rules.commands import NotAllowed, Role
from rules.frozen import changed
from rules.handover import Paper, digest_of, same_key
from rules.vouching import as_vouch, vouched
from tests.console.desk.room import Room
from tests.console.makers import KEY, signed
from tests.console.small_city import CITY, HOUR, NOW, a_case
from tests.replies import DONE, SIGN, in_page, mark, paper_in, reply_to

RESOURCES = Path(__file__).parents[3] / "resources"
PHOTO = b"\xff\xd8\xff what was there"
AFTER = b"\xff\xd8\xff what is left of it"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    room.has(a_case(1), a_case(2))
    yield room
    room.close()


@pytest.fixture(scope="module")
def form() -> PageForm:
    return read_form(RESOURCES)


def paper_of(room: Room, form: PageForm, unit: str = "west") -> Paper:
    return paper_in(room.desk.handing.make("desk", unit, form, "zh_CN").body)


def both(paper: Paper) -> bytes:
    done = mark(paper, "feedback", DONE, NOW + HOUR, AFTER, text="已清理")
    return reply_to(paper, mark(paper, "sign", SIGN, NOW + 60_000), done, photo=AFTER)


def refused(room: Room, data: bytes) -> str:
    with pytest.raises(NotAllowed) as refusal:
        room.desk.replying.take("desk", data)
    return refusal.value.rule


def test_units_with_work_are_listed_first_those_that_were_not_reached(room: Room) -> None:
    assert room.desk.handing.units() == ()
    legs = (Assignment("leg-4", 0, "west", stage=LegStage.DELIVERED),)
    room.has(a_case(3, Stage.WITH_UNITS, legs=legs), a_case(4, Stage.WITH_UNITS, legs=legs))
    room.dispatch(2, "east")
    assert [(each.unit, each.legs, each.sent) for each in room.desk.handing.units()] == [("east", 1, 1), ("west", 2, 0)]


def test_the_file_holds_the_units_cases_signed_by_who_made_it(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    paper = paper_of(room, form)
    told = json.loads(paper.handover)
    assert (told["unit"], told["by"], told["session"], told["city"]) == ("west", "wang", "session-wang", "410100")
    (leg,) = told["legs"]
    assert (leg["number"], leg["matter"], leg["stage"]) == ("15042200001", "暴露垃圾", "to_sign")
    assert same_key(digest_of(paper.handover), paper.mac, KEY)
    assert hashlib.sha256(bytes.fromhex(paper.key)).hexdigest() == told["key_hash"]


def test_nothing_of_who_reported_it_and_what_they_said_is_in_the_file(room: Room, form: PageForm) -> None:
    secret = "SECRET"
    room.has(a_case(3, words=secret, personal=secret, reported_by=secret, given=secret))
    room.dispatch(3)
    assert b"SECRET" not in room.desk.handing.make("desk", "west", form, "zh_CN").body


def test_photos_are_in_the_file_and_missing_ones_are_named(room: Room, form: PageForm) -> None:
    kept = room.desk.files.photos.keep(PHOTO)
    photos = (Photo(kept, PhotoKind.OVERVIEW), Photo("ab" * 32, PhotoKind.CLOSE_UP), Photo(kept, PhotoKind.AFTER))
    room.has(a_case(3, photos=photos))
    room.dispatch(3)
    made = room.desk.handing.make("desk", "west", form, "zh_CN")
    assert (made.legs, made.missing) == (1, 1)
    (leg,) = json.loads(paper_in(made.body).handover)["legs"]
    assert (leg["photos"], leg["missing"]) == ([kept], 1)
    url = json.loads(in_page(made.body, "photos"))[kept]
    assert base64.b64decode(url.removeprefix("data:image/jpeg;base64,")) == PHOTO


def test_what_stands_in_a_case_cannot_end_the_pages_script(room: Room, form: PageForm) -> None:
    room.has(a_case(3, address="</script><script>alert(1)</script>"))
    room.dispatch(3)
    body = room.desk.handing.make("desk", "west", form, "en").body.decode()
    assert body.count("</script>") == 5
    assert "default-src 'none'" in body


def test_the_page_marks_synthetic_data_as_such_and_those_of_a_real_city_not(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    body = room.desk.handing.make("desk", "west", form, "en").body
    assert json.loads(in_page(body, "beside")) == {
        "by_en": "Wang Xiaoyan",
        "synthetic": {
            "zh_CN": "小城：合成数据，仅供演示",
            "en": "Small City: synthetic data, for demonstration only",
        },
    }
    room.desk.use_city(replace(CITY, synthetic=False))
    body = room.desk.handing.make("desk", "west", form, "en").body
    assert json.loads(in_page(body, "beside")) == {"by_en": "Wang Xiaoyan", "synthetic": {}}


def test_a_unit_without_work_gets_no_file(room: Room, form: PageForm) -> None:
    with pytest.raises(NotAllowed, match=r"rule\.handover_empty"):
        room.desk.handing.make("desk", "west", form, "zh_CN")


def test_only_a_dispatcher_or_shift_leader_hands_over(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    room.desk.seats.sign_out("desk")
    with pytest.raises(NotAllowed, match=r"rule\.not_signed_in"):
        room.desk.handing.make("desk", "west", form, "zh_CN")


def test_a_reply_to_an_unsent_dispatch_is_done_here_at_once_and_pushed_behind_it(room: Room, form: PageForm) -> None:
    dispatched = room.dispatch(1)
    brought = room.desk.replying.take("desk", both(paper_of(room, form)))
    assert [(deed.number, deed.verb, deed.known, deed.rule) for deed in brought.deeds] == [
        ("15042200001", "sign", False, ""),
        ("15042200001", "feedback", False, ""),
    ]
    shown = room.desk.case("case-1")
    assert shown is not None
    assert (shown.stage, shown.legs[0].stage, shown.legs[0].feedback_text) == (
        Stage.TO_CONFIRM, "done", "张三 · 已清理",
    )  # fmt: skip
    commands = [pushed.command for pushed in room.push().cmds]
    assert [command.id for command in commands] == [dispatched.id, SIGN, DONE]
    assert [(each.actor, each.role) for each in commands[1:]] == [("reply:west", Role.UNIT)] * 2


def test_who_imports_vouches_in_their_sign_in(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    room.desk.replying.take("desk", both(paper_of(room, form)))
    pushed = room.push().cmds[1]
    vouch = as_vouch(pushed.mac)
    assert vouch is not None
    assert (vouch.session, vouch.at) == ("session-wang", NOW)
    assert same_key(vouched(pushed.hash, NOW), vouch.mac, KEY)


def test_the_photo_goes_up_by_itself(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    room.desk.replying.take("desk", both(paper_of(room, form)))
    blob = room.desk.uploads.next()
    assert blob is not None
    assert blob.body == AFTER


def test_the_same_reply_again_changes_nothing_also_after_a_restart(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    data = both(paper_of(room, form))
    room.desk.replying.take("desk", data)
    room.restart()
    again = room.desk.replying.take("desk", data)
    assert [(deed.known, deed.rule) for deed in again.deeds] == [(True, ""), (True, "")]
    assert len(room.push().cmds) == 3


def test_a_later_reply_adds_to_an_earlier_one(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    paper = paper_of(room, form)
    room.desk.replying.take("desk", reply_to(paper, mark(paper, "sign", SIGN, NOW + 60_000)))
    assert [deed.known for deed in room.desk.replying.take("desk", both(paper)).deeds] == [True, False]


def test_two_devices_of_a_unit_sign_once_and_other_words_are_told(room: Room, form: PageForm) -> None:
    """The second one's signature is no news; its other report is refused in words, not dropped in silence."""
    room.dispatch(1)
    paper = paper_of(room, form)
    room.desk.replying.take("desk", both(paper))
    sign = mark(paper, "sign", "1" * 36, NOW + 60_000)
    report = mark(paper, "feedback", "2" * 36, NOW + HOUR, text="换了说法")
    deeds = room.desk.replying.take("desk", reply_to(paper, sign, report)).deeds
    assert [(deed.known, deed.rule) for deed in deeds] == [(True, ""), (False, "rule.leg_stage")]


def test_another_desks_handover_is_for_the_server(room: Room, form: PageForm, tmp_path: Path) -> None:
    other = Room(tmp_path / "other")
    other.has(a_case(1))
    other.dispatch(1)
    data = both(paper_of(other, form))
    other.close()
    with pytest.raises(MadeElsewhere):
        room.desk.replying.take("desk", data)


def test_another_city_and_a_foreign_file_are_refused(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    paper = paper_of(room, form)
    moved = json.dumps(json.loads(paper.handover) | {"city": "500000"})
    assert refused(room, both(Paper(moved, paper.desk, paper.mac, paper.key))) == "rule.reply_city"
    assert refused(room, b"\x89PNG") == "rule.reply_foreign"


def test_an_edited_handover_is_not_taken_for_the_desks_own(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    paper = paper_of(room, form)
    edited = paper.handover.replace("暴露垃圾", "暴露垃极")
    with pytest.raises(MadeElsewhere):
        room.desk.replying.take("desk", both(Paper(edited, paper.desk, paper.mac, paper.key)))
    assert len(room.push().cmds) == 1


def test_another_person_at_the_desk_imports_as_well(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    data = both(paper_of(room, form))
    room.desk.seats.sign_in(signed("liu"))
    assert [deed.rule for deed in room.desk.replying.take("desk", data).deeds] == ["", ""]


def test_what_a_unit_did_days_ago_goes_at_once_when_its_reply_is_read(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    room.answer(room.push())
    legs = room.desk.case("case-1")
    assert legs is not None
    room.has(changed(legs, version=9))
    data = both(paper_of(room, form))
    room.at = NOW + 72 * HOUR
    room.desk.replying.take("desk", data)
    for _ in range(2):
        room.desk.look_for_old()
        assert len(room.push().cmds) == 2
        room.restart()


def test_the_unit_is_named_as_the_author(room: Room, form: PageForm) -> None:
    room.dispatch(1)
    room.desk.replying.take("desk", both(paper_of(room, form)))
    push = room.push()
    room.answer(push, "refused")
    assert {each.author for each in room.desk.conflicts()} == {"王晓燕", "西区"}
