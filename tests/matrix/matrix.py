"""The matrix: role × door × place × field. Every door of the application is asked by everybody about every case.

Three things are looked at in each answer: whether a field is told that the table of rights hides, whether one is hidden
that it shows, and whether a foreign case answers in any way otherwise than one that does not exist: status, headers,
body, and the statements that the database was asked.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any

import httpx
from sqlalchemy import event
from sqlalchemy.engine import Engine

from server.classes import DOORS, Asker, Bound, Door, ways
from tests.matrix.asking import FIRST, Asked, Target, asked, targets
from tests.matrix.city import NOBODY, Somebody
from tests.matrix.judging import Judge, Tally, judge
from tests.matrix.world import World

_ORDER = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")  # what only reads comes first
_ENDS = frozenset({("DELETE", "/v1/session"), ("POST", "/sign-out")})  # asked by nobody: it would sign out
_MADE_ANEW = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|"(last_)?n":\d+')
_HEADERS_APART = frozenset({"date", "etag"})


def unclassified(world: World) -> list[str]:
    """Ways that the table of doors does not know, and doors that there are not; by routes and by the document."""
    routes, document = set(ways(world.app)), world.app.openapi()
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    odd = [f"{method} {path} is not classified" for method, path in sorted((routes | told) - DOORS.keys())]
    gone = [f"{method} {path} is no door" for method, path in sorted(DOORS.keys() - routes)]
    plain = [f"{m} {path} has no x-right" for m, path in told if "x-right" not in document["paths"][path][m.lower()]]
    return odd + gone + plain


def run(world: World) -> Tally:
    """The whole matrix of a world; on a loop of its own."""
    return asyncio.run(_run(world))


async def _run(world: World) -> Tally:
    tally = Tally()
    world.parts.feeds.hub.start()
    transport = httpx.ASGITransport(world.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://matrix") as client:
        for reads in (True, False):  # by everybody: what is done afterwards would be counted, too
            for who in world.people:
                await _ask_all(tally, world, client, who, reads=reads)
    return tally


async def _ask_all(tally: Tally, world: World, client: httpx.AsyncClient, who: Somebody, *, reads: bool) -> None:
    pushed = 0
    by = Judge(world, who)
    for way, door in sorted(DOORS.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1])):
        if (way[0] in {"GET", "HEAD"}) is not reads or not _is_asked(who, way, door):
            continue
        answers: list[tuple[Target, httpx.Response, list[str]]] = []
        for target in _ordered(by, door, targets(door, *way, world)):
            pushed += way[1] == "/v1/push"
            with _statements() as said:
                answer = await _send(world, client, asked(world, who, door, way, target, pushed))
            tally.asked += 1
            judge(tally, by, way, door, target, answer)
            answers.append((target, answer, said))
        if len(answers) > 1:
            _compare(tally, by, way, door, answers)


def _ordered(by: Judge, door: Door, every: tuple[Target, ...]) -> list[Target]:
    """What is there first, then a first look at what there is not, then what is foreign, and what there is not again.

    Between the answers that are compared nothing is done that others would be told of, and none is the first of all.
    """
    there = {told.case.id for told in by.world.told if by.exists(door, told)}
    *named, none = every
    first, foreign = [t for t in named if t.case_id in there], [t for t in named if t.case_id not in there]
    return [*first, FIRST, *foreign, none] if foreign else [*first, none]


def _is_asked(who: Somebody, way: tuple[str, str], door: Door) -> bool:
    """What tells of nothing is asked by nobody alone: it makes no difference who does."""
    return who is NOBODY or (way not in _ENDS and not (door.asker is Asker.ANYBODY and door.bound is Bound.NOTHING))


async def _send(world: World, client: httpx.AsyncClient, one: Asked) -> httpx.Response:
    client.cookies.clear()
    if one.url == "/v1/changes":  # an application that has not looked at its database for a while says nothing
        await asyncio.to_thread(world.parts.feeds.refresh)
    return await client.request(one.method, one.url, **one.options)


def _compare(
    tally: Tally, by: Judge, way: tuple[str, str], door: Door, answers: list[tuple[Target, httpx.Response, list[str]]]
) -> None:
    """What is foreign answers exactly as what there is not: one cell for each way in which it could differ."""
    none, nothing, looked = answers[-1]
    foreign = {told.case.id for told in by.world.told if not by.exists(door, told)}
    for target, answer, said in answers:
        if target.case_id not in foreign:
            continue
        where = f"{by.who.name} {way[0]} {way[1]} ({target.case_id})"
        for what, mine, theirs in (
            ("status", answer.status_code, nothing.status_code),
            ("headers", _headers(target, answer), _headers(none, nothing)),
            ("body", _plain(target, answer), _plain(none, nothing)),
            ("statements", said, looked),
        ):
            tally.cells += 1
            if mine != theirs:
                told = _differing(mine, theirs)
                tally.leaks.append(f"{where}: {what} is not that of what there is not: {told}")


def _headers(target: Target, answer: httpx.Response) -> dict[str, str]:
    return {name: target.unnamed(value) for name, value in answer.headers.items() if name not in _HEADERS_APART}


def _differing(mine: object, theirs: object) -> str:
    """What is told of two answers that are not the same; of statements the first that differs."""
    if isinstance(mine, list) and isinstance(theirs, list):
        pairs = ((a, b) for a, b in zip_longest(mine, theirs) if a != b)
        mine, theirs = next(pairs, ("", ""))
    return f"{mine!s:.300} | {theirs!s:.300}"


def _plain(target: Target, answer: httpx.Response) -> str:
    """The body without what the asker said, and without what is made anew for every page."""
    return _MADE_ANEW.sub("", target.unnamed(answer.text))


@contextmanager
def _statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile: the same path takes the same time."""
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)
