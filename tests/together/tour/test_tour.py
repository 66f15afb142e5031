"""The tour writes its pictures: each is there and shows something, and each case number in them is in the feeds."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.fixtures.programs import Programs

PICTURES = (
    "desk", "light-english", "intake", "filing", "dispatched", "terminal-list", "terminal-case", "sent-not-delivered",
    "outage", "conflict", "confirm", "review", "mark-up", "re-dispatch", "came-back", "closed",
)  # fmt: skip
FEW_COLOURS = 64  # a window without its texts and marks has fewer
TOUR_S = 580

pytestmark = pytest.mark.timeout(TOUR_S + 60)


@pytest.mark.parametrize(
    ("cases", "until"), [(16, "terminal-case"), pytest.param(64, "closed", marks=pytest.mark.long)]
)
def test_the_tour_writes_its_pictures(programs: Programs, tmp_path: Path, cases: int, until: str) -> None:
    folder, wanted = tmp_path / "pictures", PICTURES[: PICTURES.index(until) + 1]
    tour = programs.start("-m", "tests.together.tour", "--cases", str(cases), "--until", until, folder)
    assert tour.wait(TOUR_S) == 0, tour.output()
    names = [file.name for file in sorted(folder.glob("*.png"))]
    assert names == [f"{number:02d}-{name}.png" for number, name in enumerate(wanted, 1)]
    for name in names:
        with Image.open(folder / name) as picture:
            colours = picture.convert("RGB").getcolors(picture.width * picture.height) or []
        assert len(colours) > FEW_COLOURS, name
        assert max(count for count, _ in colours) < 0.97 * picture.width * picture.height, name
    told = re.search(r"^all (\d+) case numbers shown are in the server's feeds$", tour.output(), re.MULTILINE)
    assert told is not None
    assert int(told[1]) > 0
    index = (folder / "index.md").read_text(encoding="utf-8")
    assert all(f"({name})" in index for name in names)
    assert len(set(re.findall(r"\d{11}", index))) == int(told[1])
