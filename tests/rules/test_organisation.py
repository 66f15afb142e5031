"""The organisation of a city: what lies over a point, and layers of elements that go out of date."""

from rules.organisation import DAY_MS, ElementLayer, Organisation, SpecialGrid, packed

RINGS = (((0, 0), (100, 0), (100, 100), (0, 100)),)


def test_a_layer_keeps_points_and_words_as_bytes() -> None:
    xy, words = packed([(1_136_000_000, -5, "一 号\t楼", "Block 1", ""), (7, 8, "二", "", "共 3 处\n一")])
    layer = ElementLayer("k", "thing", "物", "C1", 0, xy=xy, words=words)
    assert len(layer) == 2
    assert layer.points() == ((1_136_000_000, -5), (7, 8))
    assert layer.all_told() == (("一 号 楼", "Block 1", ""), ("二", "", "共 3 处 一"))


def test_an_empty_layer_has_no_words() -> None:
    assert ElementLayer("k", "thing", "物", "C1", 0).all_told() == ()


def test_a_layer_goes_out_of_date_after_its_days() -> None:
    layer = ElementLayer("k", "thing", "物", "C1", as_of=DAY_MS, days=30)
    assert not layer.is_old(31 * DAY_MS - 1)
    assert layer.is_old(31 * DAY_MS)
    assert not ElementLayer("k", "thing", "物", "C1", as_of=DAY_MS).is_old(10_000 * DAY_MS)


def test_grids_over_a_point_are_those_in_force() -> None:
    grids = (
        SpecialGrid("a", "micro", "甲", rings=RINGS, until=50),
        SpecialGrid("b", "micro", "乙", rings=RINGS, since=50),
    )
    organisation = Organisation(grids=grids)
    assert [grid.code for grid in organisation.grids_at(50, 50, 49)] == ["a"]
    assert [grid.code for grid in organisation.grids_at(50, 50, 50)] == ["b"]
    assert organisation.grids_at(500, 50, 50) == ()
