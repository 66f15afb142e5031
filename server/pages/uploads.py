"""Photos that come with a form: each is verified and kept at once, so that a refused form does not lose it."""

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

from starlette.datastructures import FormData, UploadFile

from rules.commands import Actor, NotAllowed
from rules.texts import Texts
from server.pages.exif import taken
from server.pages.visit import Visit
from server.photo_sight import PhotoSight, person
from server.photos import MAX_BYTES, Photos, UnknownPhoto
from server.photos.documents import MIME as PDF
from server.photos.documents import Documents, is_document

MB = 1024 * 1024
_SAID = ("sha256", "mime", "size", "taken_at", "lon", "lat")  # what a command says of a photo
_OF_A_PDF = frozenset({"rule.pdf_unreadable", "rule.pdf_locked", "rule.pdf_long"})


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that lies on the server and still belongs to no case; or a PDF, with its pages as (sha256, size)."""

    sha256: str
    mime: str
    size: int
    name: str
    taken_at: int = 0
    lon: int = 0
    lat: int = 0
    pages: tuple[tuple[str, int], ...] = ()

    @property
    def word(self) -> str:
        """The value of the hidden field that carries it to the next try."""
        return json.dumps(asdict(self))

    def body(self, kind: str) -> dict[str, object]:
        """As a command names it."""
        said: dict[str, object] = {key: value for key in _SAID if (value := getattr(self, key))}
        return said | ({"kind": kind} if kind else {})

    def bodies(self, kind: str = "") -> list[dict[str, object]]:
        """The photos that a command names for it: itself, or each page of the PDF."""
        if not self.pages:
            return [self.body(kind)]
        page: dict[str, object] = {"mime": "image/jpeg", "document": self.sha256}
        page |= {"kind": kind} if kind else {}
        return [page | {"sha256": sha256, "size": size} for sha256, size in self.pages]


@dataclass(frozen=True, slots=True)
class Received:
    """The photos of one slot group, and what is wrong with the others, in words."""

    photos: tuple[KeptPhoto, ...] = ()
    problems: tuple[str, ...] = field(default=())


class Uploads:
    """Takes the photos of a form; blocking."""

    def __init__(self, photos: Photos, sight: PhotoSight) -> None:
        self._photos, self._documents, self._sight = photos, Documents(photos), sight

    def receive(self, form: FormData, slot: str, visit: Visit, zone: str, *, documents: bool = False) -> Received:
        """New photos of the slot group, and those of an earlier try (`kept-SLOT`); the same picture counts once.

        `documents`: a PDF is taken as well.
        """
        found: dict[str, KeptPhoto] = {}
        problems: list[str] = []
        for word in form.getlist(f"kept-{slot}"):
            if (kept := self._again(str(word), visit.actor)) is not None and (documents or not kept.pages):
                found[kept.sha256] = kept
        for file in form.getlist(slot):
            if isinstance(file, UploadFile) and file.filename:
                try:
                    new = self._keep(file, zone, visit.actor, documents=documents)
                    found[new.sha256] = new
                except NotAllowed as refusal:
                    problems.append(_problem(file, refusal, visit.texts, documents=documents))
        return Received(tuple(found.values()), tuple(problems))

    def _keep(self, file: UploadFile, zone: str, actor: Actor, *, documents: bool) -> KeptPhoto:
        if (file.size or 0) > MAX_BYTES:
            raise NotAllowed("rule.photo_too_large")
        file.file.seek(0)
        data = file.file.read()
        if documents and is_document(data):
            kept = self._documents.keep(data)
            pages = tuple((page.sha256, page.size) for page in kept.pages)
            for name in (kept.sha256, *(page for page, _ in pages)):
                self._sight.note(name, person(actor))
            return KeptPhoto(kept.sha256, PDF, kept.size, _short(file.filename), pages=pages)
        sha256 = hashlib.sha256(data).hexdigest()
        mime = self._photos.put(sha256, data)
        self._sight.note(sha256, person(actor))
        said = taken(data, zone)
        return KeptPhoto(sha256, mime, len(data), _short(file.filename), said.at, said.lon, said.lat)

    def _again(self, word: str, actor: Actor) -> KeptPhoto | None:
        """A photo named by a hidden field; None when that was tampered with, or the photo is not there for them."""
        with contextlib.suppress(ValueError, TypeError, UnknownPhoto):
            kept = KeptPhoto(**json.loads(word))
            kept = replace(kept, pages=tuple((str(sha256), int(size)) for sha256, size in kept.pages))
            names = (kept.sha256, *(sha256 for sha256, _ in kept.pages))
            if not all(self._sight.shown_to(str(sha256), actor) for sha256 in names):
                return None
            is_picture = all(self._photos.mime(sha256).startswith("image/") for sha256, _ in kept.pages)
            is_pdf = kept.mime == PDF
            if kept.mime == self._photos.mime(str(kept.sha256)) and _whole(kept) and is_picture:
                return kept if is_pdf == bool(kept.pages) else None
        return None


def _whole(kept: KeptPhoto) -> bool:
    return all(isinstance(number, int) for number in (kept.size, kept.taken_at, kept.lon, kept.lat))


def _short(name: str | None) -> str:
    return (name or "")[-80:]


def _problem(file: UploadFile, refusal: NotAllowed, texts: Texts, *, documents: bool) -> str:
    """Which file, what is wrong with it, and what was expected."""
    size, name = f"{(file.size or 0) / MB:.1f}", _short(file.filename)
    if refusal.rule in _OF_A_PDF:
        return texts.text("page.pdf_refused", name=name, why=texts.text(refusal.rule, **refusal.details))
    usual = "page.proof_unreadable" if documents else "page.photo_unreadable"
    key = "page.photo_too_large" if refusal.rule == "rule.photo_too_large" else usual
    return texts.text(key, name=name, size=size, max=MAX_BYTES // MB)
