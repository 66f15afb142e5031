"""The pictures with their words, and the check that each case number in them is in the server's feeds."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import requests
from PIL import Image

from tests.together.harness.city import City

NUMBER = re.compile(r"(?<!\d)\d{11}(?!\d)")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, what it shows, the case numbers that were read from the window with it."""

    file: str
    words: str
    numbers: frozenset[str]


class LastPicture(Exception):
    """The picture after which nobody wants more."""


class Album:
    """Numbered pictures in a folder, with an index; `add` raises LastPicture after the one named `until`."""

    def __init__(self, folder: Path, until: str = "") -> None:
        self._until = until
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._pictures: list[Picture] = []

    def add(self, name: str, words: str, image: Image.Image, texts: list[str]) -> None:
        """Keep a picture; `texts` are the words in it."""
        file = f"{len(self._pictures) + 1:02d}-{name}.png"
        image.save(self._folder / file)
        numbers = frozenset(found for text in texts for found in NUMBER.findall(text))
        self._pictures.append(Picture(file, words, numbers))
        print(f"{file}  {words}", flush=True)
        if name == self._until:
            raise LastPicture

    def finish(self, in_feed: frozenset[str]) -> list[str]:
        """Write the index; the numbers that were shown and are in no feed."""
        lines = ["# Griddesk: a tour through the loop", ""]
        lines += ["Real windows on a server of their own; the city and its cases are synthetic.", ""]
        for picture in self._pictures:
            shown = ", ".join(sorted(picture.numbers)) or "–"
            lines += [f"## {picture.words}", "", f"![{picture.words}]({picture.file})", "", f"Cases: {shown}", ""]
        (self._folder / "index.md").write_text("\n".join(lines), encoding="utf-8")
        shown = frozenset().union(*(picture.numbers for picture in self._pictures))
        return sorted(shown - in_feed)

    @property
    def numbers(self) -> frozenset[str]:
        """All case numbers that were shown."""
        return frozenset().union(*(picture.numbers for picture in self._pictures))


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
