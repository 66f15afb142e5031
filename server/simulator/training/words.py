"""The score in words of both languages: labelled figures; for each fault what was done and what was right."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from rules.city import City
from rules.texts import Texts
from server.simulator.training.score import FULL, Fault, Hour, Score, seconds

LANGUAGES = ("zh_CN", "en")
COUNTED = (
    "wrong_unit", "missed_urgent", "not_called", "false_passed", "true_refused", "duplicate_missed", "request_wrong",
)  # fmt: skip
Both = dict[str, str]


class Words:
    """Words for one city."""

    def __init__(self, city: City) -> None:
        self._city, self._zone = city, ZoneInfo(city.zone)
        self._texts = {
            language: Texts((files("resources") / "texts" / f"{language}.toml").read_bytes()) for language in LANGUAGES
        }

    def told(self, hour: Hour, score: Score, began: int, seed: int, *, over: bool) -> dict[str, Any]:
        """All of a score as plain values: what the console shows, the file keeps and the page prints."""
        script = hour.script
        return {
            "over": over,
            "name": {"zh_CN": script.name, "en": script.name_en},
            "city": {"zh_CN": self._city.name, "en": self._city.name_en or self._city.name},
            "seed": seed,
            "began": began,
            "day": self._local(began).strftime("%Y-%m-%d %H:%M"),
            "now": hour.now,
            "until": began + script.span,
            "points": score.points,
            "of": FULL,
            "limits": dict(script.limits),
            "figures": [{"key": key, "label": self._both(f"training.{key}"), "value": value}
                        for key, value in self._figures(score)],
            "faults": [self._fault(hour, fault) for fault in score.faults],
        }  # fmt: skip

    def _figures(self, score: Score) -> list[tuple[str, str]]:
        times = [("median", score.median), ("p90", score.p90), ("urgent", score.urgent)]
        return [
            ("dispatched", f"{score.dispatched} / {score.cases}"),
            *((key, "–" if took is None else seconds(took)) for key, took in times),
            *((key, str(score.counts[key])) for key in COUNTED),
            ("requests", f"{score.decided_in_time} / {score.requests}"),
        ]

    def _fault(self, hour: Hour, fault: Fault) -> dict[str, Any]:
        case = hour.cases[fault.case_id]
        at = self._local(fault.at).strftime("%H:%M:%S")
        return {
            "key": fault.key,
            "case": case.id,
            "number": case.number,
            "words": case.words,
            "place": {"zh_CN": case.address, "en": case.address_en or case.address},
            "time": at,
            "points": hour.script.points[fault.key],
            "what": self._both(f"training.fault.{fault.key}", fault.details),
            "right": self._both(f"training.right.{fault.key}", fault.details),
        }

    def _local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self._zone)

    def _both(self, key: str, details: Mapping[str, str] | None = None) -> Both:
        return {language: self._in(language, key, details or {}) for language in LANGUAGES}

    def _in(self, language: str, key: str, details: Mapping[str, str]) -> str:
        texts = self._texts[language]
        said = {name: self._worded(texts, name, value) for name, value in details.items()}
        return texts.text(key, **said)

    def _worded(self, texts: Texts, name: str, value: str) -> str:
        if name in {"unit", "right"}:
            unit = self._city.units.get(value)
            return value if unit is None else unit.name if texts.language == "zh_CN" else unit.name_en or unit.name
        sections = {"closure": "training.closure", "kind": "training.kind", "decision": "training.decision"}
        return texts.text(f"{sections[name]}.{value}") if name in sections else value
