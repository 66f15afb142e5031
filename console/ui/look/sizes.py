"""Sizes of type, space and parts, in px at 100 %; `Look.px` scales them."""

from __future__ import annotations

from enum import IntEnum


class Type(IntEnum):
    """Sizes of type. 15 px on a 0.2745-mm pitch at 700 mm is 20 arc minutes."""

    KEY_NUMBER = 28
    TITLE = 18
    HEAD = 16
    MAIN = 15
    SECOND = 13
    SMALL = 12


class Space(IntEnum):
    """Distances on the 8-px rhythm; `PAIR` is that of a button and its key cap."""

    HAIR = 1
    TIGHT = 4
    PAIR = 6
    STEP = 8
    WIDE = 12
    PANEL = 16
    CHART = 20
    BLOCK = 24


class Height(IntEnum):
    """Heights of the parts of a window."""

    TOP_BAR = 48
    STATUS = 28
    PANEL_HEAD = 40
    COLUMN_HEAD = 28
    STRIP = 28
    OFFLINE_STRIP = 32
    QUEUE_ROW = 44
    LIST_ROW = 36
    OUTBOX_ROW = 28
    CONTROL = 32
    PRIMARY = 40
    KEY_CAP = 20
    TARGET = 24


class Radius(IntEnum):
    """Rounded corners: tags and caps, controls and cards, overlays."""

    TAG = 3
    CONTROL = 4
    OVERLAY = 6
