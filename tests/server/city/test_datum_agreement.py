"""The formulas for single points (console) and for whole layers (import) are the same."""

import numpy as np
import pytest

from rules.datum import to_cgcs2000
from server.city.datums import Datum

POINTS = [(113.6127, 34.7418), (113.0, 34.0), (87.6, 43.8), (121.47, 31.23), (110.33, 20.03)]


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_points_and_layers_are_shifted_alike(datum: str) -> None:
    layer = Datum(datum).degrees(np.array(POINTS))

    assert [to_cgcs2000(*point, datum) for point in POINTS] == [pytest.approx(tuple(row), abs=1e-8) for row in layer]
