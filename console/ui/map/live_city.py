"""One prepared city under the hand: its canvas, its marks and what lies where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Slot
from PySide6.QtWidgets import QWidget

from console.ui.look import Look
from console.ui.map.camera import grown
from console.ui.map.canvas import CASE_LEVEL, Canvas
from console.ui.map.case import MapCase
from console.ui.map.choropleth import Layer, classes
from console.ui.map.ground import Ground
from console.ui.map.linework import Linework
from console.ui.map.marks import Marks
from console.ui.map.plan import Plan
from console.ui.map.raster import Raster
from console.ui.map.scene import Scene
from console.ui.paced import Paced

if TYPE_CHECKING:
    from rules.grid import Grids

EDGE_PX = 48
"""A chosen case nearer to the edge than this is moved into the middle."""


class LiveCity(QObject):
    """Joins canvas, ground and marks of one city."""

    def __init__(
        self, plan: Plan, linework: Linework, raster: Raster, grids: Grids, look: Look, language: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        ratio = parent.devicePixelRatioF()
        self._plan, self._grids, self._layer = plan, grids, Layer.OPEN
        self.ground = Ground(plan, linework, raster, look.tokens, ratio)
        self.marks = Marks(grids.plane, plan.n_grids)
        self._scene = Scene(plan, look, language, self.ground, self.marks, ratio)
        self.canvas = Canvas(self._scene, plan.extent, parent)
        self._colouring = Paced(self._colour, self)
        self._painting = Paced(self.canvas.refresh_soon, self)  # of a flood, some frames a second
        self.canvas.pointed.connect(self._hover)
        self.canvas.left_alone.connect(self._leave)
        self.canvas.double_clicked.connect(self._come_closer)

    def stop(self) -> None:
        """End the drawing of tiles."""
        self.ground.stop()

    def change(self, changed: Sequence[MapCase], removed: Sequence[str]) -> None:
        """Take changed and removed cases, and colour the grids anew where that alters a step."""
        self.marks.change(changed, removed)
        self._colouring.ask()
        self._painting.ask()

    @property
    def is_drawn(self) -> bool:
        """Whether nothing is left to colour or to draw."""
        return not self._colouring.waits and not self._painting.waits and self.ground.drawer.idle()

    def show_layer(self, index: int) -> None:
        """Colour by open cases (0), overdue share (1) or responsibility grids (2)."""
        self._layer = Layer(index)
        self._colour()
        self.canvas.refresh()

    def _colour(self) -> None:
        self.ground.show_steps(classes(self._layer, self.marks.open, self.marks.over, self._plan.duty))

    def show_parts(self, parts: dict[str, bool]) -> None:
        """Which of street names, cases in time and suspended cases are drawn (fields of `Shown`)."""
        if self._scene.show(**parts):
            self.canvas.refresh()

    def choose(self, case_id: str) -> None:
        """Mark a case; come to it when it is out of sight."""
        self._scene.show(chosen=case_id)
        case = self.marks.get(case_id)
        if case is not None and not self.canvas.camera.sees(*self.marks.position(case), EDGE_PX):
            self.canvas.centre_on(*self.marks.position(case))
        self.canvas.refresh_soon()

    def centre_on(self, case_id: str) -> None:
        """Put a case into the middle, at the scale of a district unless the map is closer already."""
        case = self.marks.get(case_id)
        if case is not None:
            self.canvas.centre_on(*self.marks.position(case), max(self.canvas.camera.level, CASE_LEVEL))

    def case_at(self, at: QPoint) -> MapCase | None:
        """The case whose mark is under a point of the canvas."""
        hidden = self._scene.shown.hidden(self.canvas.camera.mpp)
        return self.marks.at(self.canvas.camera, at.x(), at.y(), hidden)

    def point_at(self, at: QPoint) -> tuple[int, int]:
        """Longitude and latitude of a point of the canvas, in 1e-7 degree."""
        return self._grids.plane.degrees(*self.canvas.camera.to_plane(at.x(), at.y()))

    def grid_at(self, at: QPoint) -> int | None:
        """The unit grid under a point of the canvas."""
        return self._grids.locate(*self.point_at(at))

    def words_at(self, at: QPoint) -> str:
        """What a resting pointer is told: the case's label, or the grid's code with its responsibility grid."""
        case = self.case_at(at)
        if case is not None:
            return case.label
        grid = self.grid_at(at)
        if grid is None:
            return ""
        duty = int(self._grids.duty[grid])
        name = self._grids.duties[duty].name if duty >= 0 else ""
        return " · ".join(part for part in (self._grids.codes[grid], name) if part)

    def screen_of(self, case: MapCase) -> tuple[float, float] | None:
        """Where a case is on the canvas; None when it is out of sight."""
        camera, position = self.canvas.camera, self.marks.position(case)
        return camera.to_screen(*position) if camera.sees(*position) else None

    def screen_of_point(self, point: tuple[int, int]) -> tuple[float, float] | None:
        """Where a point (1e-7 degree) is on the canvas; None when it is out of sight."""
        camera, position = self.canvas.camera, self._grids.plane.metres(*point)
        return camera.to_screen(*position) if camera.sees(*position) else None

    def come_to(self, point: tuple[int, int]) -> None:
        """Put a point into the middle, at the scale of a district or closer, where it is out of sight."""
        position = self._grids.plane.metres(*point)
        if not self.canvas.camera.sees(*position, EDGE_PX):
            self.canvas.centre_on(*position, max(self.canvas.camera.level, CASE_LEVEL))

    def to_screen(self, lon: int, lat: int) -> tuple[float, float]:
        """Where a point in 1e-7 degree is on the canvas, also out of sight."""
        x, y = self._grids.plane.metres(lon, lat)
        return self.canvas.camera.to_screen(x, y)

    def middle(self) -> tuple[int, int]:
        """The point in the middle of the canvas, in 1e-7 degree."""
        camera = self.canvas.camera
        return self._grids.plane.degrees(camera.x, camera.y)

    def show_box(self, west: int, south: int, east: int, north: int) -> None:
        """Come to where all of this box (1e-7 degree) is seen, with ground around it."""
        low, high = self._grids.plane.metres(west, south), self._grids.plane.metres(east, north)
        self.canvas.look_from(self.canvas.camera.fitted(grown((*low, *high), 0.5)))

    @property
    def district_names(self) -> list[QRect]:
        """Where on the canvas districts have their names."""
        return self._scene.district_names(self.canvas.camera)

    def count_in_view(self) -> int:
        """How many cases lie on the part of the city that is shown."""
        return self.marks.count_in(self.canvas.camera.box)

    @Slot(QPoint)
    def _hover(self, at: QPoint) -> None:
        grid = self.grid_at(at)
        if self._scene.show(hovered=-1 if grid is None else grid):
            self.canvas.refresh()

    @Slot()
    def _leave(self) -> None:
        if self._scene.show(hovered=-1):
            self.canvas.refresh()

    @Slot(QPoint)
    def _come_closer(self, at: QPoint) -> None:
        self.canvas.zoom(2, at)
