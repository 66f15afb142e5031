"""Photos that come with a form: each is verified and kept at once, so that a refused form does not lose it."""

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field

from starlette.datastructures import FormData, UploadFile

from rules.commands import Actor, NotAllowed
from rules.texts import Texts
from server.pages.exif import taken
from server.pages.visit import Visit
from server.photo_sight import PhotoSight, person
from server.photos import MAX_BYTES, Photos, UnknownPhoto

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that lies on the server and still belongs to no case."""

    sha256: str
    mime: str
    size: int
    name: str
    taken_at: int = 0
    lon: int = 0
    lat: int = 0

    @property
    def word(self) -> str:
        """The value of the hidden field that carries it to the next try."""
        return json.dumps(asdict(self))

    def body(self, kind: str) -> dict[str, object]:
        """As a command names it."""
        said = {key: value for key, value in asdict(self).items() if value and key != "name"}
        return said | ({"kind": kind} if kind else {})


@dataclass(frozen=True, slots=True)
class Received:
    """The photos of one slot group, and what is wrong with the others, in words."""

    photos: tuple[KeptPhoto, ...] = ()
    problems: tuple[str, ...] = field(default=())


class Uploads:
    """Takes the photos of a form; blocking."""

    def __init__(self, photos: Photos, sight: PhotoSight) -> None:
        self._photos, self._sight = photos, sight

    def receive(self, form: FormData, slot: str, visit: Visit, zone: str) -> Received:
        """New photos of the slot group, and those of an earlier try (`kept-SLOT`); the same picture counts once."""
        found: dict[str, KeptPhoto] = {}
        problems: list[str] = []
        for word in form.getlist(f"kept-{slot}"):
            if (kept := self._again(str(word), visit.actor)) is not None:
                found[kept.sha256] = kept
        for file in form.getlist(slot):
            if isinstance(file, UploadFile) and file.filename:
                try:
                    new = self._keep(file, zone, visit.actor)
                    found[new.sha256] = new
                except NotAllowed as refusal:
                    problems.append(_problem(file, refusal, visit.texts))
        return Received(tuple(found.values()), tuple(problems))

    def _keep(self, file: UploadFile, zone: str, actor: Actor) -> KeptPhoto:
        if (file.size or 0) > MAX_BYTES:
            raise NotAllowed("rule.photo_too_large")
        file.file.seek(0)
        data = file.file.read()
        sha256 = hashlib.sha256(data).hexdigest()
        mime = self._photos.put(sha256, data)
        self._sight.note(sha256, person(actor))
        said = taken(data, zone)
        return KeptPhoto(sha256, mime, len(data), _short(file.filename), said.at, said.lon, said.lat)

    def _again(self, word: str, actor: Actor) -> KeptPhoto | None:
        """A photo named by a hidden field; None when that was tampered with, or the photo is not there for them."""
        with contextlib.suppress(ValueError, TypeError, UnknownPhoto):
            kept = KeptPhoto(**json.loads(word))
            is_there = self._sight.shown_to(str(kept.sha256), actor)
            if is_there and kept.mime == self._photos.mime(str(kept.sha256)) and _whole(kept):
                return kept
        return None


def _whole(kept: KeptPhoto) -> bool:
    return all(isinstance(number, int) for number in (kept.size, kept.taken_at, kept.lon, kept.lat))


def _short(name: str | None) -> str:
    return (name or "")[-80:]


def _problem(file: UploadFile, refusal: NotAllowed, texts: Texts) -> str:
    """Which file, what is wrong with it, and what was expected."""
    large = refusal.rule == "rule.photo_too_large"
    key = "page.photo_too_large" if large else "page.photo_unreadable"
    size = f"{(file.size or 0) / MB:.1f}"
    return texts.text(key, name=_short(file.filename), size=size, max=MAX_BYTES // MB)
