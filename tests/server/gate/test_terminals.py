"""Terminals beyond a gate: cases of their units come over, deeds go back, and the word of the centre is final."""

import asyncio
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from rules.commands import Actor, Command, Grant, Role
from rules.pack import decode_city
from rules.wire import decode_case, encode_command
from server import tables
from server.cities import Cities
from server.citizens.house import citizens_of
from server.cli.common import open_all
from server.gate import items
from server.gate.centre import Centre
from server.gate.gates import Gates
from server.outside.program import terminals_of
from server.outside.terminals import create_terminals
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.citizens_city import citizens_city
from tests.server.client import serving
from tests.server.pages.visitor import Visitor, photo
from tests.server.small_city import Hands

WEST = Actor("u-west", "西区", (Grant(Role.UNIT, "west"),), "west")


class Terminals:
    """A centre, and the program of the west's terminals with nothing between them but a folder."""

    def __init__(self, centre: Parts, folder: Path, data: Path, clock) -> None:
        self.centre, self.folder, self.data, self.clock = centre, folder, data, clock
        self.gate = Gates(centre.database, clock).add("西区终端", folder, ("west",))
        self.gates = Centre(centre, citizens_of(centre).intake)
        self.start()
        self.cross()

    def start(self) -> None:
        """As the program puts itself together at its start."""
        settings = Settings(self.data)
        database, _, _ = open_all(settings)
        cities = Cities(database, settings.packs, decode_city)
        parts = put_together(settings, database, self.clock, cities)
        self.parts, self.crossing = terminals_of(parts, self.folder, self.gate.key)

    def cross(self, times: int = 3) -> None:
        for _ in range(times):
            asyncio.run(self.crossing.tick())
            asyncio.run(self.gates.tick())

    def there(self, case_id: str = "case-1"):
        return _case(self.centre, case_id)

    def here(self, case_id: str = "case-1"):
        return _case(self.parts, case_id)

    def do(self, verb: str, command_id: str, **more) -> str:
        """A deed of the west's person at its terminal; what came of it there."""
        target = more.pop("target", self.here().legs[0].id)
        case = self.here()
        command = Command(
            command_id, verb, case.id, WEST.id, Role.UNIT, self.clock.at, target, dict(more),
            base_version=case.version, quality="server",
        )  # fmt: skip
        return self.parts.casebook.do(command, WEST).state


def _case(parts: Parts, case_id: str):
    with parts.database.read() as connection:
        image = connection.scalar(select(tables.cases.c.image).where(tables.cases.c.id == case_id))
    return decode_case(bytes(image)) if image is not None else None


@pytest.fixture
def both(database, clock, cities_folder, tmp_path: Path):
    """The centre, and the terminals beyond."""
    cities = Cities(database, cities_folder, lambda _: citizens_city())
    parts = put_together(Settings(tmp_path), database, clock, cities)
    made = Terminals(parts, tmp_path / "gate", tmp_path / "terminals", clock)
    yield made
    made.parts.close()


@pytest.fixture
def hands(both: Terminals) -> Hands:
    """Does things in the centre's casebook."""
    return Hands(both.centre.casebook)


def test_its_cases_come_over_and_no_others_without_who_reported(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1", "west-street")
    hands.dispatched("case-2", "east")
    both.cross()
    assert (both.here().number, both.here().words) == (both.there().number, "有暴露垃圾")
    assert (both.here().personal, both.here().dispatchers) == ("", ())
    assert both.here("case-2") is None
    with both.parts.database.read() as connection:
        assert set(connection.scalars(select(tables.accounts.c.id))) == {"u-west"}
        assert connection.execute(select(tables.personal)).all() == []


def test_what_is_done_there_is_seen_at_once_and_done_at_the_centre(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    assert both.do("sign", "sign-1") == "accepted"
    assert (both.here().legs[0].stage, both.there().legs[0].stage) == ("signed", "delivered")
    both.cross()
    leg = both.there().legs[0]
    assert (leg.stage, leg.signed_by) == ("signed", "u-west")
    assert both.here().version == both.there().version
    assert _pending(both) == []


def test_deeds_one_after_the_other_cross_in_order_with_their_photos(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    data = photo("green", 40)
    name = hashlib.sha256(data).hexdigest()
    both.parts.photos.put(name, data)
    both.do("sign", "sign-1")
    both.clock.at += 60_000
    shown = [{"sha256": name, "mime": "image/jpeg", "size": len(data)}]
    assert both.do("feedback", "done-1", text="已清", photos=shown) == "accepted"
    both.clock.at += 600_000
    both.cross()
    leg = both.there().legs[0]
    assert (leg.feedback_text, leg.feedback_at) == ("已清", both.clock.at)  # judged when it reaches the level above
    assert both.centre.photos.get(name).data == data


def test_a_state_that_was_on_its_way_does_not_take_back_what_is_not_answered_yet(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    both.do("sign", "sign-1")
    hands.do("chen", Role.ACCEPTOR, "note", "case-1", body={"text": "补充"})
    asyncio.run(both.gates.tick())  # told before the signature has come
    asyncio.run(both.crossing.tick())
    assert both.here().legs[0].stage == "signed"
    both.cross()
    assert (both.here().version, both.here().legs[0].stage) == (both.there().version, "signed")


def test_what_the_centre_does_not_take_is_taken_back_and_told(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    outcome = hands.do("wang", Role.DISPATCHER, "recall", "case-1", target=both.there().legs[0].id,
                       body={"reason": "派错"})  # fmt: skip
    assert outcome.state == "accepted", outcome
    both.do("sign", "sign-1")
    both.cross()
    assert both.here().legs[0].stage == "recalled"
    assert _pending(both) == []
    with both.parts.database.read() as connection:
        (told,) = connection.execute(
            select(tables.gate_troubles).where(tables.gate_troubles.c.gate == "refusals")
        ).all()
    assert (told.name, told.why) == ("u-west", "deed_refused")


def test_whoever_has_the_key_acts_for_these_units_alone(both: Terminals, hands: Hands) -> None:
    """A terminal that was taken over sends deeds of others: of the east, of a dispatcher."""
    hands.dispatched("case-2", "east")
    hands.filed("case-3")
    both.cross()
    east = both.there("case-2").legs[0].id
    forged = (
        Command("f-1", "sign", "case-2", "u-east", Role.UNIT, both.clock.at, east),
        Command("f-2", "dispatch", "case-3", "wang", Role.DISPATCHER, both.clock.at, body={"unit": "west"}),
        Command("f-3", "sign", "case-2", "u-west", Role.UNIT, both.clock.at, east),
    )
    with both.parts.database.note() as connection:
        for command in forged:
            both.crossing._outgoing.add(connection, items.UNIT_DEED, items.UnitDeed(encode_command(command)))
    both.cross()
    assert both.there("case-2").legs[0].stage == "delivered"
    assert both.there("case-3").stage == "to_dispatch"
    with both.parts.database.read() as connection:
        rules = connection.scalars(
            select(tables.gate_troubles.c.details).where(tables.gate_troubles.c.gate == "refusals")
        )
        assert len(list(rules)) == 3


def test_a_killed_program_hands_over_what_was_done_before(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    both.do("sign", "sign-1")
    both.parts.close()
    both.start()
    both.cross()
    assert both.there().legs[0].stage == "signed"


def test_who_lost_the_duty_signs_in_no_more(both: Terminals, hands: Hands) -> None:
    with both.centre.database.note() as connection:
        connection.execute(tables.grants.delete().where(tables.grants.c.account == "u-west"))
    both.cross()
    with both.parts.database.read() as connection:
        assert connection.execute(select(tables.grants)).all() == []


def test_by_the_pages_themselves(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    with serving(create_terminals(both.parts, both.crossing)) as client:
        visitor = Visitor(client.url, "en")
        visitor.sign_in("u-west")
        visitor.get("/terminal/")
        assert both.there().number in visitor.text
        visitor.press("case-1", "sign")
        assert visitor.page.status_code == 200, visitor.text
        for path in ("/public/", "/open311/v2/services.json", "/v1/changes"):
            visitor.get(path)
            assert visitor.page.status_code == 404
        visitor.close()
    both.start()
    both.cross()
    assert both.there().legs[0].stage == "signed"
    assert both.there().legs[0].fetched_at


def test_the_list_says_what_the_centre_did_not_take(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    hands.do("wang", Role.DISPATCHER, "recall", "case-1", target=both.there().legs[0].id, body={"reason": "派错"})
    both.do("sign", "sign-1")
    both.cross()
    with serving(create_terminals(both.parts, both.crossing)) as client:
        visitor = Visitor(client.url, "en")
        visitor.sign_in("u-west")
        visitor.get("/terminal/")
        assert "data-setback" in visitor.page.text
        assert "was not taken by the centre" in visitor.text
        visitor.close()
    both.start()


def _pending(both: Terminals) -> list:
    table = tables.gate_cases
    with both.parts.database.read() as connection:
        return connection.execute(select(table).where(table.c.kind == "pending")).all()


def _refusals(both: Terminals) -> list:
    table = tables.gate_troubles
    with both.parts.database.read() as connection:
        return connection.execute(select(table).where(table.c.gate == "refusals")).all()


def test_what_was_done_already_by_another_way_waits_no_more(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    leg = both.there().legs[0].id
    both.do("sign", "sign-1")
    assert (
        hands.do("u-west", Role.UNIT, "sign", "case-1", target=leg, base_version=both.there().version).state
        == "accepted"
    )
    both.cross()
    assert _pending(both) == []
    assert both.here().legs[0].stage == "signed"
    assert both.here().version == both.there().version


def test_after_other_news_a_form_that_was_open_before_is_still_taken(both: Terminals, hands: Hands) -> None:
    hands.dispatched("case-1")
    both.cross()
    old = both.here().version
    hands.do("chen", Role.ACCEPTOR, "note", "case-1", body={"text": "补充"})
    both.cross()
    leg = both.here().legs[0].id
    command = Command(
        "s-1", "sign", "case-1", WEST.id, Role.UNIT, both.clock.at, leg, base_version=old, quality="server"
    )
    assert both.parts.casebook.do(command, WEST).state == "accepted"
    both.cross()
    assert both.there().legs[0].stage == "signed"
