"""What a photo says of itself, in words: when and where it was taken, and what a person should look at in that."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from rules.case import Case, Photo, PhotoKind
from rules.city import City
from rules.evidence import distance_m, remarks
from rules.texts import Texts
from server.pages.times import Times
from server.pages.uploads import KeptPhoto, Received

_KINDS = {"answer_check": PhotoKind.CHECK, "feedback": PhotoKind.AFTER, "self_handled": PhotoKind.AFTER}


@dataclass(frozen=True, slots=True)
class Said:
    """One line on a photo; `look` where a person should look. Nothing is refused for it."""

    words: str
    look: bool = False


def said_of(case: Case, photo: Photo, city: City, texts: Texts, times: Times) -> tuple[Said, ...]:
    """The remarks first; then its place where it is near, and what it does not say; a page of a PDF says that."""
    if photo.document:
        return (Said(texts.text("evidence.document")),)
    found = [
        Said(
            texts.text(f"evidence.{each.key}", at=times.at(each.at), than=times.at(each.than), metres=each.metres), True
        )
        for each in remarks(case, photo, city)
    ]
    metres, most = distance_m(case, photo), city.policies.evidence_far_m
    if metres is not None and metres <= most:
        found.append(Said(texts.text("evidence.place", metres=metres, most=most)))
    if not photo.taken_at:
        found.append(Said(texts.text("evidence.no_time")))
    return (*found, *([Said(texts.text("evidence.no_place"))] if metres is None and case.located else []))


def about_to_be(case: Case, kept: KeptPhoto, verb: str) -> Photo:
    """The photo as the case would have it if the form with it were sent now."""
    kind = _KINDS.get(verb, PhotoKind.PROOF)
    document = kept.sha256 if kept.pages else ""
    return Photo(kept.sha256, kind, case.round, taken_at=kept.taken_at, lon=kept.lon, lat=kept.lat, document=document)


def photo_answer(received: Received, said: Mapping[str, Sequence[Said]]) -> dict[str, object]:
    """What a form's script is told of photos that were kept: their hidden words, and what they say of themselves."""
    photos = [
        {"word": kept.word, "name": kept.name, "said": [asdict(line) for line in said.get(kept.sha256, ())]}
        for kept in received.photos
    ]
    return {"photos": photos, "problems": received.problems}
