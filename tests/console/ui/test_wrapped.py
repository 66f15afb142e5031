"""Words that go on in a next line: no line begins with a dot, and what happened to a leg is told in full."""

from PySide6.QtGui import QFontMetricsF

from console.ui.case.legs.wrapped import lines_of
from console.ui.look import Look
from console.ui.look.parts import label
from console.ui.look.sizes import Type
from console.ui.look.words import bound
from rules.case import Case, Stage
from tests.builders import MINUTE, NINE, a_case, a_leg, t
from tests.console.ui.conftest import Room

WORDS = "约 15:00 回电（4 时 49 分） · 截止 04-22 周三 15:12 · 派出 09:12 · 已电话告知 张工 09:14 · 签收 09:15"


def a_told_case(name: str) -> Case:
    leg = a_leg("working", told_at=NINE + 14 * MINUTE, told_to=name, call_back_at=t("2015-04-22 15:00"))
    return a_case(Stage.WITH_UNITS, id="case-1", round=1, legs=(leg,))


def put(room: Room, case: Case) -> None:
    room.clock.now = NINE + 70 * MINUTE
    room.desk.put(case)
    room.main.choice.go_to("case-1")
    room.second()


def test_a_dot_stays_with_what_stands_before_it() -> None:
    assert bound("a · b  ·  c") == "a\u00a0· b\u00a0\u00a0·  c"


def test_no_line_of_a_label_begins_with_a_dot_and_its_words_are_as_given(look: Look) -> None:
    made = label("a · b", wrap=True)
    assert (made.text(), made.accessibleName()) == ("a · b", "a · b")
    made.setText(WORDS)
    assert (made.text(), made.accessibleName()) == (WORDS, WORDS)
    for width in range(60, 600, 20):
        assert not [line for line in lines_of(WORDS, look.font(Type.SECOND), width, 99) if line.startswith("·")]


def test_words_are_cut_only_after_the_last_line(look: Look) -> None:
    font = look.font(Type.SECOND)
    assert lines_of(WORDS, font, 2000, 3) == (bound(WORDS),)
    two = lines_of(WORDS, font, round(QFontMetricsF(font).horizontalAdvance(WORDS) * 0.7), 3)
    assert (len(two), "".join(two).replace(" ", "")) == (2, bound(WORDS).replace(" ", ""))
    cut = lines_of(WORDS, font, 100, 3)
    assert (len(cut), cut[-1][-1]) == (3, "…")


def test_a_leg_is_as_high_as_what_happened_to_it_needs(room: Room) -> None:
    room.main.resize(1470, 812)
    put(room, a_told_case("张工"))
    room.main.show()
    tree = room.main.case.decide.tree
    room.qtbot.waitUntil(lambda: tree.height() == tree.heightForWidth(tree.width()))
    wide, narrow = tree.heightForWidth(900), tree.heightForWidth(360)
    assert wide == 44
    assert narrow in {44 + 19, 44 + 2 * 19}  # two or three lines of 13 px


def test_a_click_below_a_high_leg_is_not_taken_for_it(room: Room) -> None:
    put(room, a_told_case("张工" * 20))
    tree = room.main.case.decide.tree
    high = tree.heightForWidth(tree.width())
    assert (tree._line_at(high - 1), tree._line_at(high + 1)) == (tree.lines[0], None)
