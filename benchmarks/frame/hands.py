"""Pointer and keys on an X screen without a process of their own for each: fake events of the XTEST extension."""

import ctypes
import time

LEFT, WHEEL_UP, WHEEL_DOWN = 1, 4, 5
_MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L"}


class Hands:
    """Moves, clicks and turns the wheel on one display. Coordinates are pixels of the whole desktop."""

    def __init__(self, display: str) -> None:
        self._x11, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        assert self._display.value, f"{display} does not answer"

    def move(self, x: int, y: int) -> None:
        """Put the pointer there."""
        self._test.XTestFakeMotionEvent(self._display, 0, x, y, 0)
        self._x11.XSync(self._display, 0)

    def press(self, button: int = LEFT) -> float:
        """Press and release a button where the pointer is; when it was pressed, monotonic ms."""
        at = time.monotonic_ns() / 1e6
        for down in (1, 0):
            self._test.XTestFakeButtonEvent(self._display, button, down, 0)
        self._x11.XSync(self._display, 0)
        return at

    def hold(self, down: bool, button: int = LEFT) -> None:
        """Press a button and keep it, or let it go: for dragging."""
        self._test.XTestFakeButtonEvent(self._display, button, int(down), 0)
        self._x11.XSync(self._display, 0)

    def key(self, keys: str) -> float:
        """Press and release keys by their X names, `Return` or `ctrl+2`; when they were pressed, monotonic ms."""
        names = [_MODIFIERS.get(name, name) for name in keys.split("+")]
        codes = [self._x11.XKeysymToKeycode(self._display, self._keysym(name)) for name in names]
        at = time.monotonic_ns() / 1e6
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x11.XSync(self._display, 0)
        return at

    def _keysym(self, name: str) -> ctypes.c_ulong:
        return ctypes.c_ulong(self._x11.XStringToKeysym(name.encode()))

    def close(self) -> None:
        """Leave the display."""
        self._x11.XCloseDisplay(self._display)
