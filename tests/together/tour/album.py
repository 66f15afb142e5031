"""The pictures with their words, and the check that each case number in them is in the server's feeds.

Every picture has a name of its own that stays the same when others come before it: the manual refers to it. `index.md`
shows them in the order of the story, `index.json` keeps what was read from each window or page with its picture.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import requests
from PIL import Image

from tests.together.harness.city import City

NUMBER = re.compile(r"(?<!\d)\d{11}(?!\d)")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, what it shows, in which language and theme, and the texts that were read with it."""

    name: str
    words: str
    language: str
    theme: str
    texts: tuple[str, ...]
    apart: bool = False  # its cases are in a city of its own, not in the tour's

    @property
    def file(self) -> str:
        """Its file in the folder."""
        return f"{self.name}.png"

    @property
    def numbers(self) -> frozenset[str]:
        """The case numbers of the tour's city in it."""
        return frozenset() if self.apart else frozenset(found for text in self.texts for found in NUMBER.findall(text))


class LastPicture(Exception):
    """The picture after which nobody wants more."""


class Album:
    """Named pictures in a folder, with an index; `add` raises LastPicture after the one named `until`."""

    def __init__(self, folder: Path, until: str = "") -> None:
        self._until = until
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._pictures: list[Picture] = []

    def add(self, picture: Picture, image: Image.Image) -> None:
        """Keep a picture; ValueError when there is one of that name."""
        if picture.name in (known.name for known in self._pictures):
            raise ValueError(f"two pictures are called {picture.name}")
        image.save(self._folder / picture.file)
        self._pictures.append(picture)
        print(f"{picture.file}  {picture.words}", flush=True)
        if picture.name == self._until:
            raise LastPicture

    def finish(self, in_feed: frozenset[str]) -> list[str]:
        """Write both indexes; the numbers that were shown and are in no feed."""
        (self._folder / "index.md").write_text(_page(self._pictures), encoding="utf-8")
        told = [_told(picture) for picture in self._pictures]
        (self._folder / "index.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        return sorted(self.numbers - in_feed)

    @property
    def numbers(self) -> frozenset[str]:
        """All case numbers that were shown."""
        return frozenset().union(*(picture.numbers for picture in self._pictures))


def _page(pictures: Sequence[Picture]) -> str:
    lines = ["# Griddesk: a tour", ""]
    lines += ["Real windows and pages on a server of their own; the city and its cases are synthetic.", ""]
    for picture in pictures:
        shown = ", ".join(sorted(picture.numbers)) or "–"
        lines += [f"## {picture.words}", "", f"![{picture.words}]({picture.file})", "", f"Cases: {shown}", ""]
    return "\n".join(lines)


def _told(picture: Picture) -> dict[str, object]:
    about = {"name": picture.name, "words": picture.words, "language": picture.language, "theme": picture.theme}
    return about | {"texts": list(dict.fromkeys(picture.texts))}


def numbers_in_feeds(city: City, enrol: str) -> frozenset[str]:
    """The numbers of all cases in the server's feeds, read as a console reads them."""
    with requests.Session() as http:
        http.trust_env = False
        told = {"enrol": enrol, "name": "tour", "console_id": "00000000-0000-4000-8000-000000000001"}
        token = http.post(f"{city.url}/v1/workstations", json=told, timeout=30).json()["token"]
        http.headers["Authorization"] = f"Bearer {token}"
        found: set[str] = set()
        cursor = ""
        while True:
            wanted = {"epoch": city.hello()["epoch_id"], "cursor": cursor, "limit": "500"}
            lines = http.get(f"{city.url}/v1/changes", params=wanted, timeout=30).content.split(b"\n")
            rows = [json.loads(line) for line in lines if line]
            found |= {row["image"]["number"] for row in rows[1:-1] if (row.get("image") or {}).get("number")}
            if not rows[0].get("more"):
                return frozenset(found)
            cursor = ",".join(f"{feed}:{mark['seq']}:{mark['chain']}" for feed, mark in rows[-1]["to"].items())
