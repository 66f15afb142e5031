"""The camera: scales in steps of √2, whole px, what stays where when zooming."""

import pytest

from console.ui.map.camera import Camera, contains, grown, level_of, level_to_fit, scale_of

CAMERA = Camera(x=100.0, y=50.0, level=0, width=1000, height=600)


def test_two_levels_halve_the_scale() -> None:
    assert scale_of(0) == 40.96
    assert scale_of(2) == pytest.approx(20.48)
    assert [level_of(scale_of(level)) for level in range(-6, 20)] == list(range(-6, 20))


def test_screen_and_plane_agree() -> None:
    x, y = CAMERA.to_plane(123, 456)
    assert CAMERA.to_screen(x, y) == pytest.approx((123, 456))
    north = CAMERA.to_plane(0, 0)[1]
    assert north > CAMERA.to_plane(0, 600)[1]  # y points north


def test_the_origin_lies_on_whole_pixels() -> None:
    assert CAMERA.origin == (498, 301)
    assert all(value == int(value) for value in CAMERA.panned(0.3, 0.7).origin)


def test_panning_moves_what_is_shown() -> None:
    before = CAMERA.to_screen(0, 0)
    after = CAMERA.panned(12, -5).to_screen(0, 0)
    assert (after[0] - before[0], after[1] - before[1]) == (12, -5)


def test_zooming_keeps_the_point_under_the_pointer() -> None:
    point = CAMERA.to_plane(800, 100)
    nearer = CAMERA.zoomed(4, 800, 100)
    assert nearer.mpp == pytest.approx(10.24)
    assert nearer.to_screen(*point) == pytest.approx((800, 100), abs=1)


def test_fitting_shows_the_whole_box_and_no_more_than_needed() -> None:
    box = (-15000.0, -12000.0, 15000.0, 12000.0)
    fitted = CAMERA.fitted(box)
    assert contains(fitted.box, box)
    level = level_to_fit(box, 1000, 600)
    assert scale_of(level) * 600 >= 24000 > scale_of(level + 1) * 600


def test_what_is_seen() -> None:
    assert CAMERA.sees(100, 50)
    assert not CAMERA.sees(100 + 501 * CAMERA.mpp, 50)
    assert not CAMERA.sees(100 + 490 * CAMERA.mpp, 50, margin=48)


def test_boxes() -> None:
    assert grown((0, 0, 10, 20), 0.5) == (-5, -10, 15, 30)
    assert contains((0, 0, 10, 10), (0, 0, 10, 10))
    assert not contains((0, 0, 10, 10), (0, 0, 10, 11))
