"""The shared widgets: what they are called, how they are reached, that they paint."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.ui.look import Look, Shape
from console.ui.look.buttons import KeyButton, PrimaryButton, Segments, tool_button
from console.ui.look.deadline_bar import DeadlineBar, place, stretches
from console.ui.look.lines import AlertLine, AlertWords, NoticeLine, OfflineStrip, SkeletonRows, Strip
from console.ui.look.parts import KeyCap, LampLabel, label, set_role
from console.ui.look.tags import Tag, TagLabel, tag_width
from console.ui.look.words import Words
from rules.clock import Limit, LimitUnit
from rules.deadlines import Pause, Preview

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3_600_000


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


@pytest.fixture
def preview() -> Preview:
    """Friday 16:00 to Monday 11:00: two hours of work, the weekend, two hours of work."""
    friday, monday = ms("2026-11-20T16:00:00"), ms("2026-11-23T09:00:00")
    work = ((friday, friday + 2 * HOUR), (monday, monday + 2 * HOUR))
    pause = Pause(friday + 2 * HOUR, monday)
    return Preview(
        friday, friday, monday + 2 * HOUR, Limit(4, LimitUnit.WORK_HOUR), 0, 0, 4 * HOUR, work, (pause,), (), True
    )


class ShownWindows(QObject):
    """Hears which widgets come up as windows of their own."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.seen: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def colours_of(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_work_is_to_scale_and_a_pause_narrowed(preview: Preview) -> None:
    first, pause, second = stretches(preview)
    assert (first.works, pause.works, second.works) == (True, False, True)
    assert first.right - first.left == pytest.approx(second.right - second.left)
    # 63 hours of pause are drawn as 3.15, four hours of work as four
    assert (pause.right - pause.left) / (first.right - first.left) == pytest.approx(3.15 / 2)
    assert (first.left, second.right) == (0, pytest.approx(1))


def test_instants_find_their_place(preview: Preview) -> None:
    parts = stretches(preview)
    assert place(parts, preview.start) == 0
    assert place(parts, preview.due) == pytest.approx(1)
    assert place(parts, preview.start + HOUR) == pytest.approx(parts[0].right / 2)
    assert (place(parts, preview.start - 1), place(parts, preview.due + 1)) == (0, 1)


def test_the_deadline_bar_says_now_and_due(qtbot: QtBot, any_look: Look, preview: Preview) -> None:
    bar = DeadlineBar(any_look, Words("en", ZONE))
    qtbot.addWidget(bar)
    assert bar.accessibleName() == ""
    bar.show_preview(preview)
    assert bar.accessibleName() == "now 16:00, due Mon 23 Nov 11:00"
    bar.resize(400, 56)
    assert any_look.tokens.accent_fill in colours_of(bar)
    bar.show_preview(None)
    assert any_look.tokens.accent_fill not in colours_of(bar)


def test_a_key_button_says_its_key_and_clicks_once(qtbot: QtBot, look: Look) -> None:
    made = KeyButton(look, "Other unit", "O")
    qtbot.addWidget(made)
    heard: list[bool] = []
    made.clicked.connect(lambda: heard.append(True))
    made.click()
    qtbot.mouseClick(made.button, Qt.MouseButton.LeftButton)
    assert heard == [True, True]
    assert (made.text(), made.button.accessibleName()) == ("Other unit", "Other unit (O)")
    made.setEnabled(False)
    made.click()
    assert heard == [True, True]


def test_the_primary_button_has_room_for_its_words(qtbot: QtBot, look: Look) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = PrimaryButton(look, "派遣 → 市排水管理处", "Enter")
    made.setParent(window)
    words = look.metrics(15, True).horizontalAdvance("派遣 → 市排水管理处")
    assert made.button.sizeHint().width() >= words + 40

    made.resize(120 + made.cap.width(), 40)
    window.show()
    made.show()
    assert made.button.text().startswith("派遣")
    assert made.button.text().endswith("…")
    assert made.text() == "派遣 → 市排水管理处"
    assert made.button.accessibleName() == "派遣 → 市排水管理处 (Enter)"
    made.set_text("派遣")
    assert made.button.sizeHint().width() == 104


def test_focus_on_a_button_is_seen(qtbot: QtBot, any_look: Look) -> None:
    window = QWidget()
    window.setObjectName("panel")
    qtbot.addWidget(window)
    made = KeyButton(any_look, "Other unit", "O")
    made.setParent(window)
    window.show()
    window.setFocus()
    plain = colours_of(made)
    made.setFocus()
    qtbot.waitUntil(made.button.hasFocus)
    assert any_look.tokens.accent in colours_of(made)
    assert any_look.tokens.accent not in plain


def test_segments_keep_one_on(qtbot: QtBot, look: Look) -> None:
    segments = Segments(["a", "b", "c"], "what")
    qtbot.addWidget(segments)
    heard: list[int] = []
    segments.chosen.connect(heard.append)
    segments.set_current(2)
    assert (segments.current(), heard, segments.accessibleName()) == (2, [], "what")
    qtbot.mouseClick(segments.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert (segments.current(), heard) == (1, [1])


def test_a_segment_has_room_for_bold_words(qtbot: QtBot, look: Look) -> None:
    segments = Segments(["Open", "Overdue"], "what")
    qtbot.addWidget(segments)
    for button, words in zip(segments.findChildren(QPushButton), ("Open", "Overdue"), strict=True):
        assert (
            button.sizeHint().expandedTo(button.minimumSize()).width()
            >= look.metrics(13, True).horizontalAdvance(words) + 20
        )


def test_accessible_names(qtbot: QtBot, look: Look) -> None:
    lamp, cap, tag = LampLabel(look, Shape.OVER, "overdue"), KeyCap(look, "Enter"), TagLabel(look, Tag.URGED, "Urged")
    tool, skeleton = tool_button(look, "plus", "Zoom in"), SkeletonRows(look, "loading 9,879 cases")
    for widget, name in ((lamp, "overdue"), (cap, "Enter"), (tag, "Urged"), (tool, "Zoom in")):
        qtbot.addWidget(widget)
        assert widget.accessibleName() == name
        assert not widget.grab().isNull()
    qtbot.addWidget(skeleton)
    skeleton.resize(300, 100)
    assert skeleton.accessibleName() == "loading 9,879 cases"
    assert look.tokens.line in colours_of(skeleton)


def test_a_tag_is_as_wide_as_its_words(qtbot: QtBot, look: Look) -> None:
    assert tag_width(look, Tag.RETURNED, "退单 1") > tag_width(look, Tag.PLAIN, "退单 1")
    made = TagLabel(look, Tag.PLAIN, "12345")
    qtbot.addWidget(made)
    assert (made.width(), made.height()) == (tag_width(look, Tag.PLAIN, "12345"), 20)


def test_the_urgent_tag_is_inverted(qtbot: QtBot, any_look: Look) -> None:
    made = TagLabel(any_look, Tag.URGENT, "紧急")
    qtbot.addWidget(made)
    assert made.grab().toImage().pixelColor(4, 10).name().upper() == any_look.tokens.text


def test_lines_say_what_they_show(qtbot: QtBot, look: Look) -> None:
    strip, offline, notice = Strip(look, ".", "merge in"), OfflineStrip(look), NoticeLine(look)
    alert = AlertLine(look, "Act")
    for widget in (strip, offline, notice, alert):
        qtbot.addWidget(widget)
    alert.show_alert(Shape.OVER, "overdue", AlertWords("City Drainage", "Not delivered", phone="0371-0000-0106"))
    strip.show_words("3 new")
    offline.show_words("offline 5 min 12 s", "work goes on", "data as of 10:26:36")
    notice.show_notice("dispatched", "recall 8 s")
    assert strip.accessibleName() == "3 new"
    assert offline.accessibleName() == "offline 5 min 12 s work goes on data as of 10:26:36"
    assert notice.accessibleName() == "dispatched recall 8 s"
    assert alert.accessibleName() == "overdue: Not delivered · City Drainage · 0371-0000-0106"


def test_lines_act(qtbot: QtBot, look: Look) -> None:
    heard: list[str] = []
    strip, notice = Strip(look, ".", "merge in"), NoticeLine(look)
    alert = AlertLine(look, "Act")
    for widget in (strip, notice, alert):
        qtbot.addWidget(widget)
    strip.asked.connect(lambda: heard.append("merge"))
    notice.recall_asked.connect(lambda: heard.append("recall"))
    alert.act_asked.connect(lambda: heard.append("act"))
    notice.show_notice("dispatched", "recall 8 s")
    strip.button.click()
    for line in (notice, alert):
        line.findChild(KeyButton).click()
    assert heard == ["merge", "recall", "act"]


def test_a_notice_without_recall_has_no_button(qtbot: QtBot, look: Look) -> None:
    notice = NoticeLine(look)
    qtbot.addWidget(notice)
    notice.show_notice("Li M. re-assigned it")
    assert notice.findChild(KeyButton).isHidden()


def test_a_role_can_change(qtbot: QtBot, look: Look) -> None:
    words = label("04:12", "two")
    qtbot.addWidget(words)
    words.ensurePolished()
    set_role(words, "over13")
    assert words.palette().windowText().color().name().upper() == look.tokens.over


def test_no_part_of_a_button_is_a_window_while_it_is_made(look: Look, qapp: QApplication) -> None:
    windows = ShownWindows(qapp)
    made = KeyButton(look, "Other unit", "O")
    qapp.removeEventFilter(windows)
    assert windows.seen == []
    assert not made.cap.isHidden()
    assert KeyButton(look, "Other unit", "").cap.isHidden()
