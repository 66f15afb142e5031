"""The overlay of keys shows every letter that a button or a key handler uses, and no other."""

import pytest
from pytestqt.qtbot import QtBot

from console.ui.case.deed_buttons import MORE
from console.ui.key_overlay import HIGH, columns
from console.ui.keys import TABLES, VERB_KEYS, KeyRow
from console.ui.look import Look
from console.ui.look.parts import KeyCap
from console.ui.review.review_keys import VERDICTS
from tests.console.ui.conftest import Room

OF_THE_WINDOW = {"K", "I", "M", "O", "G", "X", MORE}  # letters of `MainKeys` and of the buttons beside the deeds'


def letters(*tables: str) -> set[str]:
    """What stands alone on a cap of these tables."""
    rows = [row for table in tables for row in TABLES[table] if "Ctrl" not in row.keys]
    return {key for row in rows for key in row.keys if len(key) == 1 and key.isalpha()}


def test_every_letter_of_a_deed_stands_in_the_overlay_and_no_letter_that_nothing_has() -> None:
    deeds = {key for key in VERB_KEYS.values() if len(key) == 1}
    assert letters("everywhere", "queue_and_case", "supervision") == deeds | OF_THE_WINDOW


def test_every_verdict_of_the_review_stands_in_its_overlay() -> None:
    assert set(VERDICTS) <= letters("review")


def test_the_desks_overlay_has_all_three_tables(room: Room) -> None:
    caps = {cap.accessibleName() for cap in room.main.asides.keys.findChildren(KeyCap)}
    assert {"W", "F", "Q", "L", "E", "H"} <= caps


@pytest.mark.parametrize("tables", [("everywhere", "queue_and_case", "supervision"), ("review",)])
def test_no_row_stands_alone_in_a_column_and_none_is_too_high(tables: tuple[str, ...]) -> None:
    found = columns(tables)
    rows = [[line for line in column if isinstance(line, KeyRow)] for column in found]
    assert min(map(len, rows)) > 1
    assert max(map(len, found)) <= HIGH
    assert sum(map(len, rows)) == sum(len(TABLES[table]) for table in tables)
    assert [line for column in found for line in column if isinstance(line, str) and line] == list(tables)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_overlay_fits_into_a_small_window(qtbot: QtBot, look: Look, language: str) -> None:
    room = Room(qtbot, look, language)
    room.main.resize(1280, 720)
    room.main.show()
    overlay = room.main.asides.keys
    overlay.open()
    assert (overlay.width() <= 1280, overlay.height() <= 720) == (True, True)
    room.close()
