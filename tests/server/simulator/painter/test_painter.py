import io
from dataclasses import replace
from zoneinfo import ZoneInfoNotFoundError

import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.ExifTags import GPS, IFD, Base

from server.simulator.painter import MATTERS, Painter, Shot
from server.simulator.painter.lens import size_of

NOON = 1_795_233_600_000  # 2026-11-21 12:00 in Shanghai
NIGHT = NOON + 10 * 3_600_000
SHOT = Shot(7, "refuse", False, NOON, 1_136_250_000, 347_500_000, 1.0, seed=3, weather="overcast")


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter("Asia/Shanghai")


def opened(body: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(body))
    picture.load()
    return picture


def grey(body: bytes, side: int = 48) -> np.ndarray:
    return np.asarray(opened(body).convert("L").resize((side, side)), np.float32)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def test_the_same_shot_gives_the_same_bytes_whatever_was_painted_before(painter):
    first = painter.paint(SHOT)
    painter.paint(replace(SHOT, place=8, seed=9))
    assert painter.paint(SHOT) == first
    assert Painter("Asia/Shanghai").paint(SHOT) == first


def test_another_seed_is_another_photo_of_the_same_place(painter):
    one, other = painter.paint(SHOT), painter.paint(replace(SHOT, seed=4))
    assert one != other
    elsewhere = [painter.paint(replace(SHOT, place=place)) for place in (11, 12, 13, 14)]
    assert likeness(grey(one), grey(other)) > max(likeness(grey(one), grey(body)) for body in elsewhere)


@pytest.mark.parametrize("matter", [matter for matter in MATTERS if matter != "plain"])
def test_the_matter_is_seen_before_and_gone_after(painter, matter):
    before = painter.picture(replace(SHOT, matter=matter)).convert("L")
    after = painter.picture(replace(SHOT, matter=matter, solved=True)).convert("L")
    street = painter.picture(replace(SHOT, matter="plain")).convert("L")
    away_before, away_after = (
        float(np.abs(np.asarray(picture, np.float32) - np.asarray(street, np.float32)).mean())
        for picture in (before, after)
    )
    assert away_before > 0.4
    assert away_after > 0, "a trace stays"
    if matter != "bikes":  # they still stand there, in a row
        assert away_after < away_before


def test_time_zone_and_position_stand_in_the_exif(painter):
    picture = opened(painter.paint(SHOT))
    exif = picture.getexif()
    inner, gps = exif.get_ifd(IFD.Exif), exif.get_ifd(IFD.GPSInfo)
    assert inner[Base.DateTimeOriginal] == "2026:11:21 12:00:00"
    assert inner[Base.OffsetTimeOriginal] == "+08:00"
    assert exif[Base.Make]
    assert "SYNTHETIC" in exif[Base.Software]
    assert gps[GPS.GPSLatitudeRef] == "N"
    assert [float(part) for part in gps[GPS.GPSLatitude]] == [34.0, 45.0, 0.0]
    assert [float(part) for part in gps[GPS.GPSLongitude]] == [113.0, 37.0, 30.0]


def test_south_and_west_are_written_as_such(painter):
    gps = opened(painter.paint(replace(SHOT, lon=-1, lat=-347_500_000))).getexif().get_ifd(IFD.GPSInfo)
    assert (gps[GPS.GPSLatitudeRef], gps[GPS.GPSLongitudeRef]) == ("S", "W")


@pytest.mark.parametrize(("megapixels", "size"), [(1.0, (1160, 864)), (2.0, (1632, 1224)), (12.0, (4000, 3000))])
def test_photos_have_the_pixels_asked_for(painter, megapixels, size):
    assert size_of(megapixels) == size
    assert opened(painter.paint(replace(SHOT, megapixels=megapixels))).size == size


def test_night_is_darker_than_noon_and_noisier(painter):
    noon, night = (opened(painter.paint(replace(SHOT, taken_at=at))).convert("L") for at in (NOON, NIGHT))
    assert np.asarray(night).mean() < 0.6 * np.asarray(noon).mean()


def test_an_old_photo_says_its_old_time_and_is_the_photo_of_then(painter):
    then = NOON - 9 * 86_400_000
    old = painter.paint(replace(SHOT, trick="old", source_at=then))
    assert opened(old).getexif().get_ifd(IFD.Exif)[Base.DateTimeOriginal] == "2026:11:12 12:00:00"
    assert likeness(grey(old), grey(painter.paint(replace(SHOT, taken_at=then)))) > 0.99


def test_an_old_photo_without_a_source_is_days_old(painter):
    stamp = opened(painter.paint(replace(SHOT, trick="old"))).getexif().get_ifd(IFD.Exif)[Base.DateTimeOriginal]
    assert "2026:10:01" < stamp < "2026:11:18 13"


def test_a_mirrored_photo_matches_once_it_is_flipped(painter):
    true = painter.paint(SHOT)
    false = painter.paint(replace(SHOT, trick="mirror", source_at=NOON, taken_at=NOON + 3_600_000))
    turned = np.asarray(ImageOps.mirror(opened(false).convert("L")).resize((48, 48)), np.float32)
    assert likeness(grey(true), turned) > 0.98
    assert likeness(grey(true), grey(false)) < 0.8


def test_a_cut_is_found_in_the_picture_before(painter):
    before = opened(painter.paint(SHOT)).convert("L").resize((96, 72))
    cut = opened(painter.paint(replace(SHOT, solved=True, trick="crop", source_at=NOON))).convert("L")
    best = max(_best_fit(np.asarray(before, np.float32), cut, part) for part in (0.44, 0.46, 0.48, 0.5))
    assert best > 0.9


def _best_fit(whole: np.ndarray, cut: Image.Image, part: float) -> float:
    piece = np.asarray(cut.resize((round(96 * part), round(72 * part))), np.float32)
    high, wide = piece.shape
    return max(
        likeness(whole[top : top + high, left : left + wide], piece) for top in range(8) for left in range(96 - wide)
    )


def test_another_place_is_not_this_one(painter):
    other = painter.paint(replace(SHOT, trick="other_place"))
    assert likeness(grey(painter.paint(SHOT)), grey(other)) < 0.9


def test_a_screen_shows_the_picture_within_a_dark_bezel(painter):
    false = painter.paint(replace(SHOT, trick="screen", source_at=NOON))
    assert np.asarray(opened(false).convert("L"))[:20].mean() < 60
    assert np.asarray(opened(painter.paint(SHOT)).convert("L"))[:20].mean() > 90
    shown = opened(false).convert("L").crop((0, 60, 1160, 790)).resize((48, 48))
    assert likeness(grey(painter.paint(SHOT)), np.asarray(shown, np.float32)) > 0.6


@pytest.mark.parametrize("wrong", [{"matter": "moon"}, {"trick": "lie"}, {"weather": "snow"}, {"megapixels": 40.0}])
def test_what_cannot_be_painted_is_refused_by_name(wrong):
    (field,) = wrong
    with pytest.raises(ValueError, match=field):
        replace(SHOT, **wrong)


def test_a_zone_that_does_not_exist_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        Painter("Asia/Nowhere")
