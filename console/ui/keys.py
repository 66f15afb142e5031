"""The keys of the console as data, and how a key is read: by its place on the keyboard, not by what it types.

A letter is taken from the physical key (native scan code), so the layout and a Chinese input method do not matter.
Text fields are not asked: letters typed there are text.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")


def _codes(starts: tuple[int, int, int, int], period: int, slash: int) -> dict[int, str]:
    codes = {start + n: key for start, row in zip(starts, _ROWS, strict=True) for n, key in enumerate(row)}
    return codes | {period: ".", slash: "/"}


# X11 and Wayland number a key 8 above the kernel's code; Windows gives the kernel's code of a PC keyboard itself.
SCAN_CODES = {
    "xcb": _codes((10, 24, 38, 52), 60, 61),
    "wayland": _codes((10, 24, 38, 52), 60, 61),
    "windows": _codes((2, 16, 30, 44), 52, 53),
}

_TYPED = {ord(key): key for row in _ROWS for key in row} | {ord("."): ".", ord("/"): "/", ord("?"): "/"}


def key_of(event: QKeyEvent, platform: str = "") -> str:
    """The key of an event: "A"…"Z", "0"…"9", ".", "/" or "" when it is none of these.

    `platform` is the name of the window system ("" = the running one). Without a scan code, the typed sign counts.
    """
    codes = SCAN_CODES.get(platform or QGuiApplication.platformName(), {})
    return codes.get(event.nativeScanCode(), "") or _TYPED.get(event.key(), "")


def is_enter(event: QKeyEvent) -> bool:
    """Whether the key is one of the two Enter keys."""
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def is_plain(event: QKeyEvent) -> bool:
    """Whether no modifier but Shift is held; letters with Ctrl or Alt are other commands."""
    plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return not event.modifiers() & ~plain


def without_text(widget: QWidget) -> None:
    """Tell the input method that nothing is typed here, so that no candidate window opens over it."""
    widget.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)


def takes_text(widget: QWidget) -> bool:
    """Whether what is typed there is text."""
    return widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


# Verb of the rules -> its key while it is offered. The dispatch key is Enter, on the queue and on the case.
VERB_KEYS = {
    "dispatch": "Enter",
    "add_helper": "C",
    "seek_owner": "V",
    "send_back": "B",
    "suspend": "S",
    "resume": "S",
    "urge": "P",
    "note": "N",
    "correct": "E",
    "told": "T",
    "recall": "U",
    "confirm_pass": "Y",
    "confirm_refuse": "R",
    "grant_return": "Y",
    "refuse_return": "R",
    "grant_extension": "Y",
    "refuse_extension": "R",
    "grant_suspension": "Y",
    "refuse_suspension": "R",
    "grant_appeal": "Y",
    "refuse_appeal": "R",
    "reassign": "W",
    "send_check": "V",
    "accept": "A",
    "decline": "R",
    "answer": "W",
    "pass_on": "Z",
    "acknowledge": "Y",
    "file": "F",
    "uphold_decline": "Y",
    "void": "Q",
    "ask_void": "Q",
    "grant_void": "Y",
    "refuse_void": "R",
    "verify_pass": "A",
    "verify_fail": "R",
    "close": "A",
    "force_close": "L",
    "reopen": "E",
    "attach_duplicate": "J",
    "self_handled": "H",
    "milestone": "E",
    "open_ledger": "H",
    "ledger_entry": "H",
    "close_ledger": "Z",
    "name_cause": "F",
    "answer_reporter": "W",
    "follow_up": "V",
    "keep_closed": "Q",
    "accept_alarm": "A",
    "reject_alarm": "R",
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the key overlay: the keys as printed on the caps and what they do (`keys.<does>` in the texts)."""

    keys: tuple[str, ...]
    does: str


# The overlay `?` shows these under their headings; a window shows only the tables of its surfaces.
TABLES: dict[str, tuple[KeyRow, ...]] = {
    "everywhere": (
        KeyRow(("/",), "command_number_place_or_unit"),
        KeyRow(("?",), "these_keys"),
        KeyRow(("Ctrl", "1…0"), "lists"),
        KeyRow(("Tab",), "queue_map_case"),
        KeyRow(("G",), "most_urgent_alert"),
        KeyRow((".",), "merge_what_is_new"),
        KeyRow(("X",), "old_commands"),
        KeyRow(("F5", "F6", "F7"), "layouts"),
        KeyRow(("F8",), "review_window"),
        KeyRow(("Ctrl", "N"), "register_a_case"),
        KeyRow(("Ctrl", "Shift", "H"), "hand_over_list"),
        KeyRow(("Ctrl", "E"), "act_on_the_strip"),
        KeyRow(("Esc",), "back"),
        KeyRow(("Ctrl", "Z"), "recall_as_u"),
    ),
    "queue_and_case": (
        KeyRow(("↑", "↓"), "choose_a_case"),
        KeyRow(("PgUp", "PgDn", "Home", "End"), "by_the_page_to_the_ends"),
        KeyRow(("Enter",), "dispatch_to_the_unit_shown"),
        KeyRow(("U",), "recall"),
        KeyRow(("O",), "other_unit"),
        KeyRow(("C",), "helper"),
        KeyRow(("V",), "make_safe"),
        KeyRow(("W",), "reassign"),
        KeyRow(("B",), "send_back"),
        KeyRow(("T",), "told_by_phone"),
        KeyRow(("P",), "urge"),
        KeyRow(("S",), "suspend_resume"),
        KeyRow(("N",), "note"),
        KeyRow(("E",), "correct"),
        KeyRow(("K",), "claim_let_go"),
        KeyRow(("Shift", "K"), "take_over_a_claim"),
        KeyRow(("Y",), "agree_pass"),
        KeyRow(("R",), "refuse_with_a_reason"),
        KeyRow(("I",), "photos_large"),
        KeyRow(("M",), "show_on_the_map"),
        KeyRow(("J",), "join_duplicates"),
        KeyRow(("H", "Z"), "ledger_entry_close"),
        KeyRow(("F",), "name_the_cause"),
        KeyRow(("Ctrl", "P"), "forms_on_paper"),
        KeyRow(("D",), "more_deeds"),
        KeyRow(("1…9",), "phrase_in_an_empty_field"),
        KeyRow(("Enter", "Shift+Enter"), "do_it_new_line"),
        KeyRow(("Ctrl", "I"), "who_reported"),
        KeyRow(("1…4", "PgDn", "Esc"), "choices_of_a_conflict_card_that_has_the_focus"),
    ),
    "supervision": (
        KeyRow(("A",), "accept_pass_close"),
        KeyRow(("F",), "file"),
        KeyRow(("V",), "send_a_check_call_back"),
        KeyRow(("W",), "answer_directly_or_tell"),
        KeyRow(("Z",), "pass_on"),
        KeyRow(("Q",), "void"),
        KeyRow(("L",), "force_close"),
        KeyRow(("E",), "reopen_milestone"),
        KeyRow(("H",), "handled_on_the_spot"),
    ),
    "review": (
        KeyRow(("A",), "accept"),
        KeyRow(("R", "1…8"), "reject_with_a_reason"),
        KeyRow(("V",), "send_a_field_check"),
        KeyRow(("H",), "later"),
        KeyRow(("1…3",), "tick_closing_conditions"),
        KeyRow(("T",), "mark_up_the_photo"),
        KeyRow(("Space", "B"), "blink_before_and_after"),
        KeyRow(("W",), "swipe_before_over_after"),
        KeyRow(("Z", "0"), "zoom_fit"),
        KeyRow(("←", "→"), "cases"),
        KeyRow(("L",), "main_window_follows"),
        KeyRow(("F8",), "main_window"),
        KeyRow(("S",), "send_back"),
        KeyRow(("U", "Ctrl+Z"), "recall"),
        KeyRow(("?",), "these_keys"),
        KeyRow(("Esc",), "back"),
    ),
}
