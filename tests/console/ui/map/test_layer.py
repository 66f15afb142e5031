"""A layer is drawn once and copied; names are made ready between the frames."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from console.ui.look import Look
from console.ui.map.camera import Camera, level_of
from console.ui.map.layer import Layer
from console.ui.map.names import Names
from console.ui.map.plan import Plan, RoadLine

CAMERA = Camera(0.0, 0.0, level_of(8.0), 300, 200)


class Dots:
    """Draws a dot for each point of the plane, and counts how often it was asked."""

    points = ((0, 0), (700, 400), (-1600, -900), (1500, -650))

    def __init__(self) -> None:
        self.drawn = 0
        self.is_unfinished = False

    def draw(self, painter: QPainter, camera: Camera) -> bool:
        self.drawn += 1
        for x, y in self.points:
            left, top = camera.to_screen(x, y)
            painter.fillRect(round(left) - 2, round(top) - 2, 5, 5, QColor("red"))
        return self.is_unfinished


def painted(layer: Layer, dots: Dots, camera: Camera, version: object = 1) -> tuple[QImage, bool]:
    image = QImage(camera.width, camera.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    more = layer.paint(painter, camera, version, dots.draw)
    painter.end()
    return image, more


@pytest.mark.usefixtures("qapp")
def test_a_dragged_layer_is_copied_and_shows_the_same_as_one_drawn_there() -> None:
    layer, dots = Layer(1.0), Dots()
    painted(layer, dots, CAMERA)
    dragged = CAMERA.panned(90, -60)

    copied, _ = painted(layer, dots, dragged)
    assert dots.drawn == 1
    assert copied == painted(Layer(1.0), Dots(), dragged)[0]
    assert copied != painted(Layer(1.0), Dots(), CAMERA)[0]


@pytest.mark.usefixtures("qapp")
def test_a_layer_is_drawn_anew_when_it_does_not_cover_the_screen_or_something_changed() -> None:
    layer, dots = Layer(1.0), Dots()
    cameras = [CAMERA, CAMERA.panned(200, 0), CAMERA.zoomed(1, 150, 100), replace(CAMERA, width=310), CAMERA]
    for number, camera in enumerate(cameras, 1):
        painted(layer, dots, camera)
        assert dots.drawn == number
    painted(layer, dots, CAMERA, version=2)
    assert dots.drawn == 6


@pytest.mark.usefixtures("qapp")
def test_a_layer_is_not_copied_between_px_of_the_screen() -> None:
    layer, dots = Layer(1.25), Dots()
    painted(layer, dots, CAMERA)
    painted(layer, dots, CAMERA.panned(4, 8))
    assert dots.drawn == 1
    painted(layer, dots, CAMERA.panned(1, 0))
    assert dots.drawn == 2


@pytest.mark.usefixtures("qapp")
def test_a_layer_says_that_something_is_missing_until_it_is_drawn_whole() -> None:
    layer, dots = Layer(1.0), Dots()
    dots.is_unfinished = True
    assert painted(layer, dots, CAMERA)[1]
    assert painted(layer, dots, CAMERA)[1]
    dots.is_unfinished = False
    assert not painted(layer, dots, CAMERA, version=2)[1]


class Streets:
    """As much of a plan as names need."""

    districts = ()
    roads = (
        RoadLine("中原路", "Zhongyuan Rd", "main", np.array([[-3000.0, 0.0], [3000.0, 0.0]])),
        RoadLine("秦岭路", "Qinling Rd", "main", np.array([[0.0, -3000.0], [0.0, 3000.0]])),
        RoadLine("远路", "Far Rd", "main", np.array([[90_000.0, 0.0], [96_000.0, 0.0]])),
    )


def test_names_are_missing_until_they_are_prepared(look: Look) -> None:
    names = Names(cast(Plan, Streets()), look, "zh_CN")
    image = QImage(CAMERA.width, CAMERA.height, QImage.Format.Format_RGB32)

    def paint() -> bool:
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        more = names.paint_streets(painter, CAMERA, lambda: np.empty((0, 2)), version=1)
        painter.end()
        return more

    assert paint()
    empty, version = image.copy(), names.version
    while names.prepare():
        assert names.version == version  # what is half ready is not drawn
    assert names.version > version
    assert not paint()
    assert image != empty
    assert not names.prepare()
