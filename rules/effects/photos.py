"""Photos that come with a command: content-addressed, each with its round and owner."""

from collections.abc import Mapping
from typing import Any

from rules.case import Photo, PhotoKind
from rules.commands import NotAllowed
from rules.deed import Deed


def take_photos(deed: Deed, owner: str, kind: PhotoKind) -> tuple[Photo, ...]:
    """Add the command's photos to the case; `kind` where a photo does not say its own."""
    given = deed.said("photos", ())
    if not given:
        return ()
    new = tuple(_photo(one, owner, kind, deed) for one in given)
    deed.set(photos=deed.case.photos + new)
    deed.facts["photos"] = str(len(new))
    return new


def need_photos(deed: Deed, least: int) -> None:
    """Refuse a command with fewer photos than the city asks for."""
    if len(deed.said("photos", ())) < least:
        raise NotAllowed("rule.photos", field="photos", expected=f"{least}", least=least)


def _photo(one: Mapping[str, Any], owner: str, kind: PhotoKind, deed: Deed) -> Photo:
    return Photo(
        sha256=one["sha256"],
        kind=PhotoKind(one["kind"]) if one.get("kind") else PhotoKind.MARKED if one.get("marks") else kind,
        round=deed.case.round,
        owner=owner,
        mime=one.get("mime") or "image/jpeg",
        size=one.get("size", 0),
        taken_at=one.get("taken_at", 0),
        lon=one.get("lon", 0),
        lat=one.get("lat", 0),
        by=deed.actor.id,
        marks=tuple((m[0], m[1], m[2], m[3]) for m in one.get("marks", ())),
        of=one.get("of", ""),
        document=one.get("document", ""),
    )
