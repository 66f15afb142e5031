"""The keys of the console as data, and how a key is read: by its place on the keyboard, not by what it types.

A letter is taken from the physical key (native scan code), so the layout and a Chinese input method do not matter.
Text fields are not asked: letters typed there are text.
"""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
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

    `platform` is the name of the window system ("" = the running one). Where it gives no scan code, the typed sign counts.
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


# Verb of the rules -> its key while it is offered. The dispatch key is Enter, on the queue and on the case.
VERB_KEYS = {
    "dispatch": "Enter",
    "add_helper": "C",
    "send_back": "B",
    "suspend": "S",
    "resume": "S",
    "urge": "P",
    "note": "N",
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
    "void": "Q",
    "verify_pass": "A",
    "verify_fail": "R",
    "close": "A",
    "force_close": "L",
    "reopen": "E",
    "attach_duplicate": "J",
    "self_handled": "H",
    "milestone": "E",
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the key overlay: the keys as printed on the caps and what they do (a source text of `Keys`)."""

    keys: tuple[str, ...]
    does: str


_ = QT_TRANSLATE_NOOP

# The overlay `?` shows these under their headings; a window shows only the tables of its surfaces.
TABLES: dict[str, tuple[KeyRow, ...]] = {
    _("Keys", "Everywhere"): (
        KeyRow(("/",), _("Keys", "command, number, place or unit")),
        KeyRow(("?",), _("Keys", "these keys")),
        KeyRow(("Ctrl", "1…0"), _("Keys", "lists")),
        KeyRow(("Tab",), _("Keys", "queue, map, case")),
        KeyRow(("G",), _("Keys", "most urgent alert")),
        KeyRow((".",), _("Keys", "merge what is new")),
        KeyRow(("F5", "F6", "F7"), _("Keys", "layouts")),
        KeyRow(("F8",), _("Keys", "review window")),
        KeyRow(("Ctrl", "N"), _("Keys", "register a case")),
        KeyRow(("Esc",), _("Keys", "back")),
        KeyRow(("Ctrl", "Z"), _("Keys", "recall, as U")),
    ),
    _("Keys", "Queue and case"): (
        KeyRow(("↑", "↓"), _("Keys", "choose a case")),
        KeyRow(("Enter",), _("Keys", "dispatch to the unit shown")),
        KeyRow(("U",), _("Keys", "recall")),
        KeyRow(("O",), _("Keys", "other unit")),
        KeyRow(("C",), _("Keys", "helper")),
        KeyRow(("B",), _("Keys", "send back")),
        KeyRow(("T",), _("Keys", "told by phone")),
        KeyRow(("P",), _("Keys", "urge")),
        KeyRow(("S",), _("Keys", "suspend, resume")),
        KeyRow(("N",), _("Keys", "note")),
        KeyRow(("Y",), _("Keys", "agree, pass")),
        KeyRow(("R",), _("Keys", "refuse with a reason")),
        KeyRow(("M",), _("Keys", "show on the map")),
        KeyRow(("1", "2"), _("Keys", "choices of a conflict card that has the focus")),
    ),
    _("Keys", "Review"): (
        KeyRow(("A",), _("Keys", "accept")),
        KeyRow(("R", "1…8"), _("Keys", "reject with a reason")),
        KeyRow(("V",), _("Keys", "send a field check")),
        KeyRow(("H",), _("Keys", "later")),
        KeyRow(("1…3",), _("Keys", "tick closing conditions")),
        KeyRow(("T",), _("Keys", "mark up the photo")),
        KeyRow(("Space",), _("Keys", "blink before and after")),
        KeyRow(("Z", "0"), _("Keys", "zoom, fit")),
        KeyRow(("←", "→"), _("Keys", "cases")),
        KeyRow(("U",), _("Keys", "recall")),
    ),
}
