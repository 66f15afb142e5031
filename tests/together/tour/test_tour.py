"""The tour writes its pictures: each is there and shows something, and each case number in them is in the feeds."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.fixtures.programs import Programs
from tests.together.tour.chapters import CHAPTERS, name, pictures

FEW_COLOURS = 64  # a window without its texts and marks has fewer
TOUR_S = 1500
ALL = tuple(name(chapter) for chapter in CHAPTERS)
LOOKS = {(language, theme) for language in ("zh_CN", "en") for theme in ("dark", "light")}

pytestmark = pytest.mark.timeout(TOUR_S + 60)


@pytest.mark.parametrize(("cases", "only"), [(4, ("rework",)), pytest.param(64, ALL, marks=pytest.mark.long)])
def test_the_tour_writes_its_pictures(programs: Programs, tmp_path: Path, cases: int, only: tuple[str, ...]) -> None:
    folder = tmp_path / "pictures"
    tour = programs.start("-m", "tests.together.tour", "--cases", str(cases), folder, "--only", *only)
    assert tour.wait(TOUR_S) == 0, tour.output()
    wanted = tuple(picture for chapter in CHAPTERS if name(chapter) in only for picture in chapter.PICTURES)
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert tuple(told["name"] for told in index) == wanted
    assert all(told["texts"] for told in index)
    for picture in wanted:
        _shows_something(folder / f"{picture}.png")
    told = re.search(r"^all (\d+) case numbers shown are in the server's feeds$", tour.output(), re.MULTILINE)
    assert told is not None
    assert int(told[1]) > 0
    page = (folder / "index.md").read_text(encoding="utf-8")
    assert all(f"({picture}.png)" in page for picture in wanted)
    assert len(set(re.findall(r"\d{11}", page))) == int(told[1])
    if only == ALL:
        assert {(told["language"], told["theme"]) for told in index} == LOOKS


def test_the_tour_has_at_least_forty_pictures_each_with_a_name_of_its_own() -> None:
    names = pictures()
    assert len(names) >= 40
    assert len(set(names)) == len(names)


def _shows_something(file: Path) -> None:
    with Image.open(file) as picture:
        colours = picture.convert("RGB").getcolors(picture.width * picture.height) or []
        assert len(colours) > FEW_COLOURS, file.name
        assert max(count for count, _ in colours) < 0.97 * picture.width * picture.height, file.name
