"""Contrast as the design promises it: texts 4.5 on every ground, borders and lamps 3."""

import pytest

from console.ui.look.tokens import DARK, GROUNDS, LIGHT, TEXTS, Tokens, contrast

BOTH = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#FFFFFF", "#000000") == 21
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)  # the known least grey on white
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000")


@BOTH
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_reads_on_every_ground(theme: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
def test_borders_of_controls_are_seen(theme: Tokens, ground: str) -> None:
    assert contrast(theme.edge, getattr(theme, ground)) >= 3


@BOTH
def test_words_on_fills(theme: Tokens) -> None:
    assert contrast(theme.on_accent, theme.accent_fill) >= 4.5
    assert contrast(theme.on_accent, theme.over_fill) >= 4.5
    assert contrast(theme.on_near, theme.near_fill) >= 4.5
    assert contrast(theme.panel, theme.text) >= 4.5  # the urgent tag is inverted


@BOTH
@pytest.mark.parametrize("lamp", ["ok", "near", "over_edge", "paused", "unsent", "conflict"])
def test_lamps_are_seen_on_their_halo(theme: Tokens, lamp: str) -> None:
    assert contrast(getattr(theme, lamp), theme.halo) >= 3


@BOTH
def test_map_names_read_on_their_halo(theme: Tokens) -> None:
    assert contrast(theme.road_text, theme.halo) >= 4.5
    assert contrast(theme.text2, theme.halo) >= 4.5


@BOTH
def test_legend_numbers_read_on_each_step(theme: Tokens) -> None:
    for step in theme.map_steps:
        assert contrast(theme.text, step) >= 3.0


@BOTH
def test_the_steps_of_the_map_go_one_way(theme: Tokens) -> None:
    away = [contrast(step, theme.map_bg) for step in theme.map_steps[1:]]
    assert away == sorted(away)


def test_the_worst_contrasts_are_those_of_the_design() -> None:
    def worst(theme: Tokens, text: str) -> float:
        return round(min(contrast(getattr(theme, text), getattr(theme, ground)) for ground in GROUNDS), 1)

    assert {text: worst(DARK, text) for text in TEXTS} == {
        "text": 9.5, "text2": 5.6, "text3": 4.6, "accent": 5.1, "over": 4.7, "near": 6.3, "ok": 5.3, "paused": 4.9,
        "returned": 7.4, "unsent": 5.9, "conflict": 5.7,
    }  # fmt: skip
    assert {text: worst(LIGHT, text) for text in TEXTS} == {
        "text": 12.5, "text2": 6.1, "text3": 4.8, "accent": 5.1, "over": 5.1, "near": 5.3, "ok": 4.8, "paused": 4.9,
        "returned": 5.4, "unsent": 5.2, "conflict": 6.2,
    }  # fmt: skip
