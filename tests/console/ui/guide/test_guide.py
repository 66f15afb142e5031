from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import resources
from console.facts import DESK, REVIEW
from console.settings import remember_guide, seen_guides
from console.ui.guide import Guides, GuideStrip
from console.ui.guide.steps import CHOOSE, GUIDES, Progress, guides_of
from rules.case import Stage
from rules.commands import Role
from rules.texts import Texts
from tests.builders import a_case, an_actor
from tests.console.ui.conftest import Room

RESOURCES = Path(resources.__file__).parent


def a_strip(room: Room, guides: Guides, seat: str = DESK) -> GuideStrip:
    return GuideStrip(room.context, guides, seat, room.main)


def allowed(*seen: str) -> Guides:
    guides = Guides()
    guides.allow(seen)
    return guides


def test_a_step_is_done_by_the_deed_and_not_asked_for_when_it_was_done_before() -> None:
    progress = Progress(GUIDES["dispatcher"])
    assert progress.step is not None
    assert (progress.step.name, progress.place) == ("choose", (1, 7))
    assert progress.did("dispatch")
    assert progress.step.name == "choose"
    assert progress.did(CHOOSE)
    assert progress.step.name == "recall"
    assert not progress.did("dispatch")
    for _ in range(5):
        progress.skip()
    assert progress.step is None


@pytest.mark.parametrize(
    ("seat", "roles", "names"),
    [
        (DESK, {Role.DISPATCHER}, ("dispatcher",)),
        (DESK, {Role.ACCEPTOR, Role.SHIFT_LEADER}, ("acceptor", "shift_leader")),
        (DESK, {Role.INSPECTOR}, ()),
        (REVIEW, {Role.ACCEPTOR}, ("review",)),
        (REVIEW, {Role.DISPATCHER}, ()),
    ],
)
def test_who_gets_which_guide(seat: str, roles: set[Role], names: tuple[str, ...]) -> None:
    assert guides_of(seat, frozenset(roles)) == names


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_step_has_words(language: str) -> None:
    texts = Texts((RESOURCES / "texts" / f"{language}.toml").read_bytes())
    for guide, steps in GUIDES.items():
        for step in steps:
            assert texts.text(f"guide.{guide}.{step.name}")


def test_who_is_new_sees_the_first_step_and_it_goes_on_by_itself(room: Room) -> None:
    room.desk.put(a_case(id="case-1", stage=Stage.TO_DISPATCH))
    strip = a_strip(room, allowed())
    assert "单击换一件" in strip.words
    strip.chose()
    assert "Enter 派遣" in strip.words
    room.main.choice.go_to("case-1")
    room.board.do(DESK, "dispatch", "case-1", body={"unit": "410102"})
    room.qtbot.waitUntil(lambda: "按 U 撤回" in strip.words)
    room.board.recall_last(DESK)
    assert "打电话" in strip.words


def test_where_roles_can_be_taken_the_steps_lead_through_the_whole_loop(room: Room) -> None:
    room.desk.put(a_case(id="case-1", stage=Stage.TO_DISPATCH, rework=1, round=1))
    guides = allowed()
    strip = a_strip(room, guides)
    room.main.seat_menu.roles_opened.connect(strip.opened_roles)
    room.main.review_asked.connect(strip.opened_review)
    for _ in range(3):  # choose, dispatch, recall
        strip.skip.click()
    assert "打电话" in strip.words

    guides.know_roles()
    assert "接管角色…" in strip.words
    room.main.seat_menu.roles_opened.emit()
    assert "打电话" in strip.words
    strip.skip.click()
    strip.skip.click()  # a call, a confirmation
    assert "F8" in strip.words
    room.qtbot.keyClick(room.main.queue.view, Qt.Key.Key_F8)
    assert "待再次派遣" in strip.words

    room.main.choice.go_to("case-1")
    room.board.do(DESK, "dispatch", "case-1", body={"unit": "410102"})
    room.qtbot.waitUntil(lambda: strip.words == "")


def test_a_first_dispatch_is_not_the_one_after_a_rejection(room: Room) -> None:
    room.desk.put(a_case(id="case-1", stage=Stage.TO_DISPATCH))
    strip = a_strip(room, allowed())
    for _ in range(6):
        strip.skip.click()
    assert "待再次派遣" in strip.words
    recorded: list[object] = []
    room.board.recorded.connect(recorded.append)
    room.main.choice.go_to("case-1")
    room.board.do(DESK, "dispatch", "case-1", body={"unit": "410102"})
    room.qtbot.waitUntil(lambda: bool(recorded))
    assert "待再次派遣" in strip.words


def test_it_is_shown_once_and_again_when_it_is_asked_for(room: Room) -> None:
    guides = allowed()
    ended: list[str] = []
    guides.ended.connect(ended.append)
    strip = a_strip(room, guides)
    strip.leave.click()
    assert strip.words == ""
    assert ended == [f"{an_actor('dispatcher').id} dispatcher"]
    room.board.take_seats(room.board.seats)
    assert strip.words == ""

    room.main.seat_menu.guide_asked.connect(guides.again)
    room.main.seat_menu.guide_asked.emit()
    assert "单击换一件" in strip.words


def test_who_has_seen_it_and_who_is_not_there_see_nothing(room: Room) -> None:
    person = an_actor("dispatcher").id
    assert a_strip(room, allowed(f"{person} dispatcher")).words == ""
    assert a_strip(room, Guides()).words == ""
    assert a_strip(room, allowed(), REVIEW).words == ""


def test_later_goes_on_to_the_end(room: Room) -> None:
    guides = allowed()
    strip = a_strip(room, guides)
    for _ in range(7):
        assert strip.words
        strip.skip.click()
    assert strip.words == ""
    assert not guides.wants(an_actor("dispatcher").id, "dispatcher")


def test_what_was_seen_is_kept(tmp_path: Path) -> None:
    assert seen_guides(tmp_path) == frozenset()
    remember_guide(tmp_path, "wang dispatcher")
    remember_guide(tmp_path, "liu acceptor")
    remember_guide(tmp_path, "wang dispatcher")
    assert seen_guides(tmp_path) == {"wang dispatcher", "liu acceptor"}
