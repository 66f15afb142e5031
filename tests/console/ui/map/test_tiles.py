"""Tiles: their keys, the limit of memory, and colours that change without new geometry."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.look.tokens import DARK
from console.ui.map.choropleth import colours
from console.ui.map.linework import Linework
from console.ui.map.plan import Plan, plan_of
from console.ui.map.raster import Raster
from console.ui.map.tile_drawer import TileDrawer
from console.ui.map.tiles import SIZE, Key, Painter, Shape, TileStore, coloured, keys_in
from tests.console.ui.map.small_city import lattice


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(lattice(40, 36))


@pytest.fixture(scope="module")
def painter(plan: Plan) -> Painter:
    return Painter(Raster(plan), Linework(plan, DARK), 1.0)


def steps(plan: Plan, step: int) -> np.ndarray:
    return np.full(plan.n_grids, step, np.uint8)


def drawn(painter: Painter, key: Key) -> Shape:
    """All parts at once."""
    parts = painter.draw(key)
    while True:
        try:
            next(parts)
        except StopIteration as ended:
            return Shape(*ended.value)


def test_keys_cover_a_box_and_no_more() -> None:
    side = SIZE * 40.96
    assert keys_in((1, 1, side - 1, side - 1), 0) == [Key(0, 0, -1)]
    assert keys_in((-1, -1, 1, 1), 0) == [Key(0, -1, -1), Key(0, 0, -1), Key(0, -1, 0), Key(0, 0, 0)]


def test_a_tile_knows_its_box() -> None:
    side = SIZE * 40.96
    assert Key(0, 0, -1).box == (0, 0, side, side)
    assert Key(2, 1, 1).box == pytest.approx((side / 2, -side, side, -side / 2))


def test_a_tile_shows_grids_in_their_colour(qapp: QApplication, plan: Plan, painter: Painter) -> None:
    image = coloured(*drawn(painter, Key(8, 0, 0)), colours(steps(plan, 3), DARK), 0).image
    seen = [image.pixelColor(x, y).name().upper() for x in range(0, SIZE, 5) for y in range(0, SIZE, 5)]
    assert seen.count(DARK.map3) > 0.5 * len(seen)
    assert DARK.map0 not in seen


def test_recolouring_changes_the_grid_and_nothing_else(qapp: QApplication, plan: Plan, painter: Painter) -> None:
    old = coloured(*drawn(painter, Key(8, 0, 0)), colours(steps(plan, 0), DARK), 0)
    one = steps(plan, 0)
    grid = int(old.runs.grids()[SIZE // 2, SIZE // 2]) - 1
    one[grid] = 4
    new = coloured(old.runs, old.lines, colours(one, DARK), 1)
    differs = np.array([[old.image.pixel(x, y) != new.image.pixel(x, y) for x in range(SIZE)] for y in range(SIZE)])
    assert differs.any()
    assert (old.runs.grids()[differs] == grid + 1).all()


def test_the_store_drops_what_was_used_longest_ago(qapp: QApplication, plan: Plan, painter: Painter) -> None:
    tile = coloured(*drawn(painter, Key(0, 0, 0)), colours(steps(plan, 0), DARK), 0)
    store = TileStore(cap_bytes=3 * tile.nbytes)
    keys = [Key(0, n, 0) for n in range(5)]
    for key in keys[:3]:
        store.put(key, tile)
    store.get(keys[0])
    store.put(keys[3], tile)
    assert store.keys() == [keys[2], keys[0], keys[3]]
    store.pin([keys[2]])
    store.put(keys[4], tile)
    assert keys[2] in set(store.keys())
    assert store.nbytes == 3 * tile.nbytes
    store.put(keys[4], tile)  # the same again takes no more room
    assert store.nbytes == 3 * tile.nbytes


def test_only_tiles_that_changed_are_stale(qapp: QApplication, plan: Plan, painter: Painter) -> None:
    tile = coloured(*drawn(painter, Key(0, 0, 0)), colours(steps(plan, 0), DARK), 0)
    store = TileStore()
    west, east = Key(0, -1, 0), Key(0, 1, 0)
    store.put(west, tile)
    store.put(east, tile)
    box = west.box
    store.mark_stale(np.array([[box[0] + 1, box[1] + 1, box[0] + 2, box[1] + 2]]))
    assert store.stale([west, east]) == [west]
    store.put(west, tile)
    assert store.stale([west, east]) == []
    store.mark_stale(None)
    assert store.stale([west, east]) == [west, east]


def test_the_drawer_draws_and_recolours(qtbot: QtBot, plan: Plan) -> None:
    store = TileStore()
    drawer = TileDrawer(Raster(plan), Linework(plan, DARK), store, colours(steps(plan, 1), DARK))
    key = Key(4, 0, 0)
    try:
        drawer.wish([key])
        qtbot.waitUntil(lambda: store.get(key) is not None)
        first = store.get(key)
        drawer.recolour(colours(steps(plan, 2), DARK))
        store.mark_stale(None)
        drawer.wish([key])
        qtbot.waitUntil(lambda: not store.stale([key]))
        second = store.get(key)
        assert first is not None
        assert second is not None
        assert second.runs is first.runs  # no geometry was touched
        assert (first.version, second.version) == (0, 1)
        qtbot.waitUntil(drawer.idle)
    finally:
        drawer.stop()


def test_a_tile_whose_colours_changed_while_it_was_drawn_has_the_new_ones(qtbot: QtBot, plan: Plan) -> None:
    store = TileStore()
    drawer = TileDrawer(Raster(plan), Linework(plan, DARK), store, colours(steps(plan, 1), DARK))
    key = Key(4, 0, 0)
    drawer.wish([key])
    drawer._draw_some(key)  # it is begun
    drawer.recolour(colours(steps(plan, 2), DARK))
    store.mark_stale(None)
    qtbot.waitUntil(drawer.idle)
    tile = store.get(key)
    assert tile is not None
    assert tile.version == 1
    assert store.stale([key]) == []


def test_what_is_begun_is_ended_before_others_and_dropped_when_nobody_wishes_for_it(qtbot: QtBot, plan: Plan) -> None:
    store = TileStore()
    drawer = TileDrawer(Raster(plan), Linework(plan, DARK), store, colours(steps(plan, 1), DARK))
    first, second, third = (Key(4, column, 0) for column in range(3))
    drawer.wish([first, second])
    drawer._draw_some(first)
    drawer.wish([second, first])
    qtbot.waitUntil(drawer.idle)
    assert store.keys() == [first, second]
    drawer.wish([third])
    drawer._draw_some(third)
    drawer.wish([Key(5, 0, 0)])
    qtbot.waitUntil(drawer.idle)
    assert store.get(third) is None


def test_a_drawer_that_is_stopped_draws_no_more(qtbot: QtBot, plan: Plan) -> None:
    store = TileStore()
    drawer = TileDrawer(Raster(plan), Linework(plan, DARK), store, colours(steps(plan, 1), DARK))
    drawer.wish([Key(6, column, row) for column in range(10) for row in range(10)])
    drawer._draw_some(Key(6, 0, 0))
    drawer.stop()
    QApplication.processEvents()
    assert drawer.idle()
    assert store.keys() == []
