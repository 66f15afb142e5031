"""The canvas: one widget that paints the scene as its camera sees it; the pointer and the keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.ui.map.camera import Box, Camera, level_of
from console.ui.map.scene import Scene

CLOSEST, WHEEL_STEP, PAN_PX = level_of(0.08), 120, 96
FRAME_MS = 16
CASE_LEVEL = level_of(8.0)
"""The scale at which a case is shown when it is looked for."""
_ARROWS = {Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class Canvas(QWidget):
    """Shows a `Scene`. Positions in signals are px of the canvas."""

    clicked = Signal(QPoint)
    double_clicked = Signal(QPoint)
    pointed = Signal(QPoint)
    left_alone = Signal()
    entered = Signal()
    moved = Signal()

    def __init__(self, scene: Scene, extent: Box, parent: QWidget) -> None:
        super().__init__(parent)
        self.scene_of_map, self._extent = scene, extent
        self._low = 0  # px at the lower edge that are covered by others
        self.camera = Camera(0, 0, 0, max(parent.width(), 1), max(parent.height(), 1)).fitted(extent)
        self._fitted = self.camera  # as it was when the whole city was shown last
        self._farthest = self.camera.level - 2
        self._pressed: QPoint | None = None
        self._dragged = False
        self._wheel = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._preparing = QTimer(self, interval=0)
        self._preparing.timeout.connect(self._prepare)
        self._soon = QTimer(self, interval=FRAME_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        scene.ground.ready.connect(self.refresh_soon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scene as the camera sees it."""
        painter = QPainter(self)
        more = self.scene_of_map.paint(painter, self.camera)
        painter.end()
        if more:
            self.prepare()

    @Slot()
    def refresh(self) -> None:
        """Paint anew at the next turn of the event loop."""
        self.update()

    @Slot()
    def refresh_soon(self) -> None:
        """Paint anew a frame later: tiles come faster than frames, and what a click changes elsewhere goes first."""
        if not self._soon.isActive():
            self._soon.start()

    def prepare(self) -> None:
        """Make ready what the frame lacked, in small parts between other events, then paint it."""
        self._preparing.start()

    @Slot()
    def _prepare(self) -> None:
        if not self.scene_of_map.prepare():
            self._preparing.stop()
            self.refresh()

    def look_from(self, camera: Camera) -> None:
        """Move the camera, within what is sensible."""
        level = min(max(camera.level, self._farthest), CLOSEST)
        west, south, east, north = self._extent
        camera = replace(camera, level=level, x=min(max(camera.x, west), east), y=min(max(camera.y, south), north))
        self.camera = camera
        self.refresh()
        self.moved.emit()

    def keep_free(self, low: int) -> None:
        """Show the whole city above so many px at the lower edge, now and whenever it is fitted."""
        self._low = low
        self.fit()

    def fit(self) -> None:
        """Show the whole city."""
        self.look_from(self.camera.fitted(self._extent, self._low))
        self._fitted = self.camera

    def zoom(self, steps: int, at: QPoint | None = None) -> None:
        """Come closer by so many levels, around a point or the middle."""
        level = min(max(self.camera.level + steps, self._farthest), CLOSEST)
        point = at or QPoint(self.camera.width // 2, self.camera.height // 2)
        self.look_from(self.camera.zoomed(level - self.camera.level, point.x(), point.y()))

    def centre_on(self, x: float, y: float, level: int | None = None) -> None:
        """Put a point of the plane into the middle."""
        self.look_from(replace(self.camera, x=x, y=y, level=self.camera.level if level is None else level))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep centre and scale; while the whole city is shown, go on showing it."""
        super().resizeEvent(event)
        whole = self.camera.width <= 1 or self.camera == self._fitted
        self.camera = replace(self.camera, width=max(self.width(), 1), height=max(self.height(), 1))
        if whole:
            self.fit()
        else:
            self.look_from(self.camera)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom by whole levels around the pointer; a touch pad's small steps add up."""
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / WHEEL_STEP)
        self._wheel -= steps * WHEEL_STEP
        if steps:
            self.zoom(steps, event.position().toPoint())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position().toPoint(), False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map, or point at something."""
        at = event.position().toPoint()
        if self._pressed is None:
            self.pointed.emit(at)
            return
        by = at - self._pressed
        if self._dragged or by.manhattanLength() >= QApplication.startDragDistance():
            self._dragged, self._pressed = True, at
            self.look_from(self.camera.panned(by.x(), by.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or click."""
        if self._pressed is not None and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position().toPoint())
        self._pressed = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come closer."""
        self.double_clicked.emit(event.position().toPoint())
        event.accept()

    def leaveEvent(self, event: Any) -> None:
        """Nothing is pointed at any more."""
        self.left_alone.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan, + and - zoom, Home shows the whole city, Enter acts on the chosen case."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            dx, dy = _ARROWS[key]
            self.look_from(self.camera.panned(dx * PAN_PX, dy * PAN_PX))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Nothing is held on the map."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        self.scene_of_map.show(focus=True)
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is elsewhere."""
        self.scene_of_map.show(focus=False)
        self.refresh()
