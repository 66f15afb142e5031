"""The organisation renewed by itself: all else of the city in force stays, and what contradicts it is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.city import City, Duty
from rules.organisation import NONE
from rules.pack import decode_city, version_of
from server.__main__ import main
from server.city import CityRefused, compile_folder
from server.city.exclusive import unorganised
from server.city.organise import organise_folder
from tests.server.city.organised_folder import MORE, TABLES, Small
from tests.server.city.small_folder import TOML, write_small_city


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "city")


def refused(small: Small, city: City) -> list[tuple[str, str, int]]:
    with pytest.raises(CityRefused) as told:
        organise_folder(small.folder, city)
    return [(each.key, each.place.file, each.place.row) for each in told.value.findings]


def test_it_is_the_same_as_the_whole_folder(small: Small) -> None:
    whole = compile_folder(small.write())
    made = organise_folder(small.folder, whole.city)
    assert made.pack == whole.pack
    assert made.city.version == version_of(made.pack)
    assert made.numbers == whole.numbers


def test_only_the_organisation_changes(small: Small) -> None:
    before = compile_folder(small.write()).city
    posts = TABLES["posts"].replace("18:00", "20:00")
    small.write(posts=posts, units="code,name\nB01,改名\n410102,西区\n410103,东区\n410102001,西街道\n")
    after = decode_city(organise_folder(small.folder, before).pack)
    assert after.organisation.posts[0].to_minute == 20 * 60
    assert after.units == before.units


def test_what_is_gone_leaves_no_trace(small: Small) -> None:
    city = compile_folder(small.write()).city
    bare = compile_folder(write_small_city(small.folder / "bare")).city
    assert unorganised(city).organisation == NONE
    assert [row.no for row in unorganised(city).duties] == [row.no for row in bare.duties]
    assert unorganised(city).areas == ()
    made = organise_folder(write_small_city(small.folder / "empty"), city).city
    assert (made.duties, made.places) == (bare.duties, bare.places)


def test_the_folder_of_another_city_is_refused(small: Small) -> None:
    city = compile_folder(small.write()).city
    assert refused(small, replace(city, code="110000")) == [("other_city", "city.toml", 0)]


def test_faults_are_told_by_row(small: Small) -> None:
    city = compile_folder(small.write()).city
    small.write(posts="no,staff,duty,place\nP1,S1,collector,Z1\nP2,S7,collector,Z1\n")
    assert refused(small, city) == [("unknown_code", "posts.csv", 3)]


def test_a_row_laid_down_at_the_centre_that_contradicts_is_shown(small: Small) -> None:
    city = compile_folder(small.write()).city
    rival = Duty("C1", "410102", "event-*", layer=5, place="Z1")
    assert refused(small, replace(city, duties=(*city.duties, rival))) == [("contradicts_row", "grids.csv", 2)]


def test_the_command_shows_the_change_and_asks(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--lang", "en", "--files", str(tmp_path / "data")]
    folder = str(small.write())
    assert main(["city", "organise", folder, "--yes", *files]) == 2
    assert "import its whole folder first" in capsys.readouterr().err
    assert main(["city", "import", folder, "--yes", *files]) == 0
    capsys.readouterr()
    small.write(posts=TABLES["posts"].replace("18:00", "20:00"))
    assert main(["city", "organise", folder, "--yes", *files]) == 0
    assert "posts and shifts changed (1): P1" in capsys.readouterr().out
    assert main(["city", "organise", folder, "--yes", *files]) == 0
    assert "nothing changes" in capsys.readouterr().out


def test_the_command_tells_what_is_refused(small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["--lang", "en", "--files", str(tmp_path / "data")]
    folder = str(small.write())
    assert main(["city", "import", folder, "--yes", *files]) == 0
    (small.folder / "city.toml").write_text(TOML + MORE.replace("no = 1", "no = 0"), encoding="utf-8")
    assert main(["city", "organise", folder, "--yes", *files]) == 2
    assert "organisation.levels[1].no" in capsys.readouterr().err
