"""Keeps scores: one JSON a run beside a page to print, and the points of earlier runs to compare with."""

import html
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LANGUAGES = ("zh_CN", "en")
STYLE = """
body { font: 14px/1.5 "Noto Sans CJK SC", "Noto Sans SC", sans-serif; color: #182027 }
body { max-width: 60em; margin: 2em auto }
h1 { font-size: 20px; margin: 1.5em 0 .3em } .points { font-size: 28px; font-weight: bold }
table { border-collapse: collapse; width: 100%; margin: .8em 0 } tr { break-inside: avoid }
td, th { border-bottom: 1px solid #C9D0D6; padding: .3em .6em; text-align: left; vertical-align: top }
td.value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.right { color: #46525C } .mark { color: #46525C } section + section { break-before: page }
"""
HEADS = {
    "zh_CN": ("派遣训练", "合成数据", "种子", "分", "案卷", "时刻", "发生了什么 · 应当如何", "扣分", "没有失误。",
              "各次成绩"),
    "en": ("Dispatch training", "synthetic data", "seed", "points", "Case", "Time", "What happened · what was right",
           "Lost", "No faults.", "Runs so far"),
}  # fmt: skip


class Results:
    """The folder of the runs. Raises OSError when it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, told: Mapping[str, Any]) -> Path:
        """Write a run's score and its page; the page's path."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{datetime.fromtimestamp(told['began'] / 1000, UTC):%Y%m%dT%H%M%SZ}-{told['seed']}"
        _write(self._folder / f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1))
        page = self._folder / f"{name}.html"
        _write(page, to_html(told, self.earlier()))
        return page

    def earlier(self) -> list[dict[str, Any]]:
        """Points of all runs, oldest first; what cannot be read is left out."""
        found = []
        for file in sorted(self._folder.glob("*.json")):
            try:
                told = json.loads(file.read_text(encoding="utf-8"))
                found.append({key: told[key] for key in ("began", "day", "seed", "points", "of", "name", "over")})
            except (ValueError, KeyError, TypeError):
                continue
        return found


def _write(file: Path, text: str) -> None:
    new = file.with_suffix(file.suffix + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def to_html(told: Mapping[str, Any], runs: list[dict[str, Any]]) -> str:
    """A page that needs nothing else, Chinese first, English on its own sheet."""
    parts = "".join(_section(told, runs, language) for language in LANGUAGES)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{HEADS["zh_CN"][0]} · {HEADS["en"][0]}</title>'
        f"<style>{STYLE}</style>{parts}</html>\n"
    )


def _section(told: Mapping[str, Any], runs: list[dict[str, Any]], language: str) -> str:
    title, synthetic, seed, points, _, _, _, _, none, so_far = HEADS[language]
    name, city = (html.escape(told[key][language]) for key in ("name", "city"))
    figures = "".join(
        f"<tr><td>{html.escape(each['label'][language])}<td class=value>{html.escape(each['value'])}"
        for each in told["figures"]
    )
    earlier = "".join(
        f"<tr><td>{html.escape(run['day'])} · {seed} {run['seed']}<td class=value>{run['points']}" for run in runs
    )
    faults = _faults(told, language) if told["faults"] else f"<p>{none}"
    return (
        f'<section lang="{language.replace("_", "-")}"><h1>{title} · {name}</h1>'
        f"<p class=mark>{city} · {synthetic} · {html.escape(told['day'])} · {seed} {told['seed']}"
        f"<p class=points>{told['points']} / {told['of']} {points}<table>{figures}</table>{faults}"
        f"<h1>{so_far}</h1><table>{earlier}</table></section>"
    )


def _faults(told: Mapping[str, Any], language: str) -> str:
    _, _, _, _, case, time, what, lost, _, _ = HEADS[language]
    rows = "".join(
        f"<tr><td>{html.escape(each['number'])}<br>{html.escape(each['words'])}<td>{each['time']}"
        f"<td>{html.escape(each['what'][language])}<br><span class=right>{html.escape(each['right'][language])}</span>"
        f"<td class=value>−{each['points']:g}"
        for each in told["faults"]
    )
    return f"<table><tr><th>{case}<th>{time}<th>{what}<th>{lost}{rows}</table>"
