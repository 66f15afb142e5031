"""Every door of the server, classified: who is asked in, what of whom its answers may tell, and by which right.

The OpenAPI document says it of each path (`x-right`). A door that is missing here fails the tests: the matrix of roles,
doors, places and fields is made from this table, the table of rights and the document.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from rules.powers import OF_A_CASE, Data, Deed


class Asker(StrEnum):
    """Who may come to a door at all; what is told there is another matter."""

    ANYBODY = "anybody"
    PERSON = "person"  # signed in
    STATION = "station"  # an enrolled console, bound by its feeds
    EITHER = "either"
    HOLDER = "holder"  # who has a secret link, the key of a program, or the secret of a source


class Bound(StrEnum):
    """What an answer is bound to."""

    NOTHING = "nothing"  # it tells of no case
    ROWS = "rows"  # of every case that is reached, and of no other
    CASE = "case"  # of the case that is named; one that is not reached answers as one that there is not
    PHOTO = "photo"  # the same for a photo
    PUBLISHED = "published"  # what the city publishes of citizens' reports


@dataclass(frozen=True, slots=True)
class Door:
    """One way in. `data` are what its answer may tell, each as far as `deed` reaches."""

    asker: Asker
    bound: Bound = Bound.NOTHING
    data: tuple[Data, ...] = ()
    deed: Deed = Deed.SEE


_A, _P, _S, _E, _X = Asker.ANYBODY, Asker.PERSON, Asker.STATION, Asker.EITHER, Asker.HOLDER
_OPEN, _SIGNED = Door(_A), Door(_P)
_CASE = Door(_P, Bound.CASE, OF_A_CASE)
_ROWS = Door(_P, Bound.ROWS, OF_A_CASE)
_FEED = Door(_S, Bound.ROWS, OF_A_CASE)
_DONE = Door(_P, Bound.CASE, (), Deed.CHANGE)  # an outcome: neither the case nor whether there is one
_PHOTO = Door(_E, Bound.PHOTO, (Data.PHOTOS,))
_LISTED = Door(_A, Bound.PUBLISHED)
_OWN = Door(_X, Bound.PUBLISHED)

_API: dict[tuple[str, str], Door] = {
    ("GET", "/v1/hello"): _OPEN,
    ("POST", "/v1/workstations"): _OPEN,
    ("POST", "/v1/session"): _OPEN,
    ("DELETE", "/v1/session"): _OPEN,
    ("GET", "/v1/city/{version}"): Door(_E, data=(Data.CITY,)),
    ("POST", "/v1/push"): Door(_S, Bound.CASE, (), Deed.CHANGE),
    ("GET", "/v1/changes"): _FEED,
    ("GET", "/v1/snapshot"): _FEED,
    ("GET", "/v1/digests"): Door(_S),
    ("POST", "/v1/claims"): _DONE,
    ("PUT", "/v1/blobs/{sha256}"): Door(_E),
    ("GET", "/v1/blobs/{sha256}"): _PHOTO,
    ("HEAD", "/v1/blobs/{sha256}"): _PHOTO,
    ("POST", "/v1/blobs/{sha256}"): _PHOTO,
    ("PATCH", "/v1/blobs/{sha256}"): _PHOTO,
    ("POST", "/v1/commands"): _DONE,
    ("POST", "/v1/reports"): _SIGNED,
    ("POST", "/v1/replies"): Door(_P, data=(Data.REPLIES,), deed=Deed.CHANGE),
    ("GET", "/v1/drills"): Door(_P, data=(Data.DRILLS,)),
    ("PUT", "/v1/drills/{drill_id}"): Door(_P, data=(Data.DRILLS,), deed=Deed.CHANGE),
    ("GET", "/v1/geocode"): Door(_P, data=(Data.ADDRESSES,)),
    ("GET", "/v1/address"): Door(_P, data=(Data.ADDRESSES,)),
    ("GET", "/v1/responsibility"): Door(_P, data=(Data.DUTIES,)),
    ("GET", "/v1/responsibility/case/{case_id}"): Door(_P, Bound.CASE, (Data.DUTIES, Data.MATTER)),
    ("POST", "/v1/responsibility/trial"): Door(_P, Bound.ROWS, (Data.MATTER,)),
    ("POST", "/v1/responsibility"): Door(_P, data=(Data.DUTIES,), deed=Deed.CHANGE),
    ("GET", "/v1/ask/case/{case_id}"): _CASE,
    ("GET", "/v1/ask/history"): _ROWS,
    ("GET", "/v1/ask/lists"): Door(_P, Bound.ROWS),
    ("GET", "/v1/ask/evaluation"): Door(_P, Bound.ROWS),
    ("GET", "/v1/ask/export/{case_id}"): Door(_P, Bound.CASE, OF_A_CASE, Deed.EXPORT),
    ("POST", "/v1/ask/personal/{case_id}"): Door(_P, Bound.CASE, (Data.PERSONAL,), Deed.REVEAL),
    ("GET", "/v1/ask/personal/{case_id}"): Door(_P, Bound.CASE),  # masked: of it nothing as it is
    ("POST", "/v1/ask/caller"): Door(_P, Bound.ROWS, OF_A_CASE, Deed.FIND),
    ("GET", "/v1/ask/people"): Door(_P, data=(Data.PEOPLE,)),
    ("GET", "/v1/grants"): Door(_P, data=(Data.GRANTS,)),
    ("GET", "/v1/audit/personal"): Door(_P, data=(Data.AUDIT,)),
    ("POST", "/v1/ask/staff/{staff}"): Door(_P, data=(Data.PEOPLE,), deed=Deed.REVEAL),
    ("POST", "/v1/machines/{source}/alarms"): Door(_X),
    ("POST", "/v1/machines/{source}/orders"): Door(_X),
    ("GET", "/v1/sheets"): Door(_P, data=(Data.SHEETS,), deed=Deed.CHANGE),
    ("POST", "/v1/sheets/{form}"): Door(_P, data=(Data.SHEETS,), deed=Deed.CHANGE),
    ("GET", "/v1/sheets/{form}/answers"): Door(_P, Bound.ROWS, (Data.MATTER, Data.REPORTER), Deed.EXPORT),
    ("POST", "/v1/papers/{key}"): Door(_P, data=(Data.PAPERS,), deed=Deed.PRINT),
}

_OPEN311: dict[tuple[str, str], Door] = {
    (method, f"/open311{path}{ending}"): door
    for ending in (".{format}", "")
    for method, path, door in (
        ("GET", "/discovery", _OPEN),
        ("GET", "/v2/discovery", _OPEN),
        ("GET", "/v2/services", _OPEN),
        ("GET", "/v2/services/{code}", _OPEN),
        ("GET", "/v2/requests", _LISTED),
        ("POST", "/v2/requests", _OWN),
        ("GET", "/v2/requests/{number}", _LISTED),
        ("GET", "/v2/tokens/{token}", _LISTED),
        ("GET", "/v2/servicerequestupdates", _LISTED),
        ("POST", "/v2/servicerequestupdates", _OWN),
    )
} | {("GET", "/open311/v2/media/{number}/{sha256}.jpg"): _LISTED}


def _of_a_case(base: str) -> dict[tuple[str, str], Door]:
    """The pages of a group whose visitors hold one duty."""
    case = f"{base}/case/{{case_id}}"
    return {
        ("GET", base): _ROWS,
        ("GET", f"{base}/"): _ROWS,
        ("GET", f"{base}/live"): _ROWS,
        ("GET", case): _CASE,
        ("GET", f"{case}/live"): _CASE,
        ("GET", f"{case}/photo/{{sha256}}"): Door(_P, Bound.CASE, (Data.PHOTOS,)),
        ("GET", f"{case}/document/{{sha256}}"): Door(_P, Bound.CASE, (Data.PHOTOS,)),
        ("POST", f"{case}/photo/{{verb}}"): _CASE,
        ("GET", f"{case}/{{verb}}"): _CASE,
        ("POST", f"{case}/{{verb}}"): _CASE,
        ("GET", f"{base}/{{rest:path}}"): _OPEN,
    }


_PAGES: dict[tuple[str, str], Door] = {
    **dict.fromkeys(
        (
            ("GET", "/"), ("GET", "/sign-in"), ("POST", "/sign-in"), ("POST", "/sign-out"), ("GET", "/signed-in"),
            ("GET", "/language/{language}"), ("GET", "/static/{stamp}/{name}"), ("GET", "/app.webmanifest"),
            ("GET", "/sw.js"), ("GET", "/offline"), ("GET", "/guide/{word}"), ("GET", "/public"), ("GET", "/public/"),
            ("POST", "/public/"), ("GET", "/public/near"),
            ("GET", "/public/map/{version}/{theme}/{language}/{zoom}/{x}/{y}.svg"),
        ),
        _OPEN,
    ),
    **_of_a_case("/terminal"),
    **_of_a_case("/collector"),
    ("GET", "/terminal/case/{case_id}/paper/{key}"): Door(_P, Bound.CASE, OF_A_CASE, Deed.PRINT),
    ("GET", "/terminal/case/{case_id}/paper/{key}/file"): Door(_P, Bound.CASE, OF_A_CASE, Deed.PRINT),
    ("GET", "/collector/report"): _SIGNED,
    ("POST", "/collector/report"): _SIGNED,
    ("POST", "/collector/report/photo"): _SIGNED,
    ("GET", "/collector/report/places"): Door(_P, data=(Data.ADDRESSES,)),
    ("GET", "/public/r/{link}"): _OWN,
    ("GET", "/public/r/{link}/photo/{sha256}"): _OWN,
    ("POST", "/public/r/{link}/rating"): _OWN,
    ("POST", "/public/r/{link}/not-fixed"): _OWN,
}  # fmt: skip

DOORS: Mapping[tuple[str, str], Door] = MappingProxyType(_API | _OPEN311 | _PAGES)
"""By method and path, as the routes have them."""


def ways(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route of ours; what FastAPI itself serves of its document names nobody."""
    for route in _flat(app.routes):
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in sorted(route.methods or ()))


def _flat(routes: Iterable[object]) -> Iterator[object]:
    """Newer versions of FastAPI keep the routers that an application was given as they are."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from _flat(inner.routes)


def described(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with what this table says of each path."""
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if (door := DOORS.get((method.upper(), path))) is not None:
                data = [str(each) for each in door.data]
                told["x-right"] = {"asker": door.asker, "bound": door.bound, "data": data, "deed": door.deed}
    return document


def describe(app: FastAPI) -> None:
    """Let the application's document say it."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        return described(plain())

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's own documentation has it
