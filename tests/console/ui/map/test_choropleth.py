"""What the colours say, by hand-counted examples."""

import numpy as np
import pytest

from console.ui.look.tokens import DARK, LIGHT, Tokens
from console.ui.map.choropleth import STEPS, Layer, classes, colours
from console.ui.map.steps import LABELS

DUTY = np.array([0, 0, 1, 1, 1, -1], np.int32)
OPEN = np.array([0, 1, 3, 9, 0, 5], np.int32)
OVER = np.array([0, 1, 0, 2, 0, 5], np.int32)


def test_open_cases_per_grid() -> None:
    values = np.array([0, 1, 2, 3, 4, 400], np.int32)
    assert classes(Layer.OPEN, values, values, DUTY).tolist() == [0, 1, 2, 3, 4, 4]


def test_open_cases_per_responsibility_grid() -> None:
    # first: 1 case, second: 12; the last grid belongs to none
    assert classes(Layer.DUTY, OPEN, OVER, DUTY).tolist() == [1, 1, 3, 3, 3, 0]


def test_overdue_share_per_responsibility_grid() -> None:
    # first: 1 of 1 = 100 %, second: 2 of 12 = 16.7 %
    assert classes(Layer.OVERDUE, OPEN, OVER, DUTY).tolist() == [4, 4, 3, 3, 3, 0]


def test_a_city_without_responsibility_grids() -> None:
    assert classes(Layer.DUTY, OPEN, OVER, np.full(6, -1, np.int32)).tolist() == [0] * 6


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_colours_by_id(theme: Tokens) -> None:
    found = colours(np.array([0, 4], np.uint8), theme)
    assert [f"#{int(colour) & 0xFFFFFF:06X}" for colour in found] == [theme.map_bg, theme.map0, theme.map4]
    assert all(int(colour) >> 24 == 0xFF for colour in found)


def test_each_step_has_its_words() -> None:
    assert len(LABELS) == len(Layer)
    assert all(len(labels) == len(STEPS[layer]) + 1 for layer, labels in zip(Layer, LABELS, strict=True))
