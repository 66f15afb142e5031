"""Lamps and marks: each is drawn at each size, and is told apart from the others without colour."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from console.ui.look import Look, Shape, draw_lamp
from rules.deadlines import Lamp

SIZES = (12, 14, 16, 20)


def picture(look: Look, shape: str, size: int, halo: bool = False) -> np.ndarray:
    """The shape's pixels as blue, green, red and opacity, (size, size, 4)."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        draw_lamp(painter, look.tokens, shape, QRectF(1, 1, size - 2, size - 2), halo)
    finally:
        painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(size, size, 4).astype(int)


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("size", SIZES)
def test_each_shape_is_drawn_at_each_size(any_look: Look, shape: Shape, size: int) -> None:
    covered = picture(any_look, shape, size)[:, :, 3] > 96
    assert 4 <= covered.sum() <= size * size


@pytest.mark.parametrize("size", SIZES)
def test_shapes_differ_without_colour(any_look: Look, size: int) -> None:
    drawn = {shape: picture(any_look, shape, size)[:, :, 3] > 96 for shape in Shape}
    for one, other in combinations(Shape, 2):
        assert (drawn[one] != drawn[other]).sum() >= 0.06 * size * size, (one, other)


def test_a_halo_lies_around_the_shape(look: Look) -> None:
    bare, rimmed = (picture(look, Shape.OVER, 16, halo)[:, :, 3] > 0 for halo in (False, True))
    assert rimmed.sum() > bare.sum()
    assert not (bare & ~rimmed).any()


def test_every_lamp_of_the_rules_has_a_shape(look: Look) -> None:
    assert {lamp.value for lamp in Lamp} <= {shape.value for shape in Shape}


def test_an_unknown_lamp_is_refused(look: Look) -> None:
    with pytest.raises(KeyError):
        picture(look, "green", 16)
