"""Reads the form of the public page into a report; what is missing or odd is told in words, nothing typed is lost."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from rules.citizens import PAGE
from rules.city import City
from rules.commands import NotAllowed
from rules.texts import Texts
from server.citizens.marks import Marks
from server.citizens.photos import MB, CitizenPhotos
from server.citizens.report import CitizenReport, Place
from server.open311.errors import Refused
from server.open311.posting import point
from server.open311.services import services_of
from server.pages.uploads import KeptPhoto

SOURCE = "app"
WORDS_KB = 64
FIELDS = 40
SLOT = "photos"
KEPT = "kept-photos"
MARK = "photo"  # the kind of mark on a photo that the server keeps already


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed; `photos` are kept already, `problems` in words."""

    words: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[KeptPhoto, ...] = ()
    problems: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """One field, "" when it was left empty."""
        return self.words.get(name, "")


async def read_public(request: Request, city: City) -> FormData:
    """The form. Raises NotAllowed and HTTPException: of another kind or size."""
    rules = city.citizens
    most = rules.photos_max * rules.photo_mb * MB + WORDS_KB * 1024 * 2
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise HTTPException(411)
    if int(length) > most:
        raise NotAllowed("page.too_much", max=most // MB)
    return await request.form(max_files=rules.photos_max + 1, max_fields=FIELDS, max_part_size=WORDS_KB * 1024)


def typed(form: FormData, photos: CitizenPhotos, marks: Marks, city: City, texts: Texts) -> Typed:
    """Words and photos; blocking. Each photo is kept at once, so that a refused form does not lose it."""
    words = {
        name: value.replace("\r\n", "\n").replace("\0", "").strip()
        for name, value in form.items()
        if isinstance(value, str) and name != KEPT
    }
    found = {kept.sha256: kept for word in form.getlist(KEPT) if (kept := _again(str(word), marks)) is not None}
    problems = []
    for file in form.getlist(SLOT):
        if isinstance(file, UploadFile) and file.size:
            try:
                kept = _keep(file, photos, city)
                found[kept.sha256] = kept
            except NotAllowed as refusal:
                problems.append(_problem(file, refusal, city, texts))
    if len(found) > city.citizens.photos_max:
        problems.append(texts.text("open311.photos", most=city.citizens.photos_max))
    return Typed(words, tuple(found.values()), tuple(problems))


def _keep(file: UploadFile, photos: CitizenPhotos, city: City) -> KeptPhoto:
    if (file.size or 0) > city.citizens.photo_mb * MB:
        raise NotAllowed("rule.photo_too_large")
    file.file.seek(0)
    return photos.keep(file.file.read(), city.zone, city.citizens.photo_mb, file.filename or "")


def _again(said: str, marks: Marks) -> KeptPhoto | None:
    """A photo of an earlier try; None when the field is not ours."""
    word, _, mark = said.rpartition(" ")
    if word and marks.fits(MARK, word, mark):
        with contextlib.suppress(ValueError, TypeError):
            return KeptPhoto(**json.loads(word))
    return None


def kept_word(photo: KeptPhoto, marks: Marks) -> str:
    """The value of the hidden field that carries a photo to the next try."""
    return f"{photo.word} {marks.of(MARK, photo.word)}"


def _problem(file: UploadFile, refusal: NotAllowed, city: City, texts: Texts) -> str:
    large = refusal.rule == "rule.photo_too_large"
    key = "page.photo_too_large" if large else "page.photo_unreadable"
    size = f"{(file.size or 0) / MB:.1f}"
    return texts.text(key, name=(file.filename or "")[-80:], size=size, max=city.citizens.photo_mb)


def report_of(
    given: Typed, city: City, texts: Texts, device: str, address: str
) -> tuple[CitizenReport, tuple[str, ...]]:
    """The report, and what is wrong with it in words."""
    rules, problems = city.citizens, list(given.problems)
    place, amiss = _place(given, city, texts)
    problems += amiss
    said, service = given.get("words"), services_of(city).get(given.get("service"))
    asked = {
        "page.words_missing": not said,
        "page.photo_missing": len(given.photos) < rules.photos_min,
        "citizen.place_missing": place is None and not given.get("address") and not amiss,
    }
    problems += [texts.text(key) for key, missing in asked.items() if missing]
    for name, most in (("words", rules.words_max), ("address", 400), ("name", 80), ("phone", 40)):
        if len(given.get(name)) > most:
            problems.append(texts.text("citizen.too_long", field=texts.text(f"citizen.field.{name}"), most=most))
    personal = {name: given.get(name) for name in ("name", "phone") if given.get(name)}
    report = CitizenReport(
        channel=PAGE,
        source=SOURCE,
        said=said,
        words=said,
        service=service.code if service else "",
        category=service.category if service and service.category in city.categories else "",
        address_words=given.get("address"),
        place=place,
        photos=given.photos,
        personal=personal,
        device=device,
        address=address,
        wants_answer=bool(personal.get("phone")),
    )
    return report, tuple(problems)


def _place(given: Typed, city: City, texts: Texts) -> tuple[Place | None, tuple[str, ...]]:
    """The point on the map, else the place that was chosen; an address without either is the geocoder's matter."""
    lat, lon = given.get("lat"), given.get("lon")
    if not (lat or lon):
        lat, _, lon = given.get("choice").partition(" ")  # one of the places that the address fits
    if lat or lon:
        try:
            return point(lat, lon, city), ()
        except Refused as refusal:
            return None, (texts.text(refusal.key, **refusal.details),)
    return None, ()
