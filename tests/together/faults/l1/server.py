"""One server of L1: the shipped application over a SQLite file on a fake disk, asked without a network."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert, select, update

from rules.commands import Command, NotAllowed, Outcome
from rules.lifecycle import allowed
from rules.pack import decode_city
from server import tables
from server.access.secrets import kept_form
from server.api.pressure import Pressure
from server.casebook.errors import ApplyFailed
from server.cities import Cities
from server.database import CannotKeep, Database
from server.dialect import lineage
from server.feeds.heads import start_epoch
from server.feeds.pages import Pages
from server.parts import Parts, put_together
from server.photos import UnknownPhoto
from server.settings import Settings
from tests.together.faults.l1.clock import Time
from tests.together.faults.l1.disk import Disk
from tests.together.faults.l1.front import Application, Behind, LaneAtOnce
from tests.together.faults.l1.network import Asked, Said
from tests.together.faults.l1.vfs import Layer
from tests.together.faults.world import KEY, PEOPLE


class Server:
    """Starts, answers, is killed and starts again. `unexpected` gathers errors that nobody should ever see."""

    def __init__(self, application: Application, layer: Layer, root: Path, time: Time, dice: Random) -> None:
        self._application, self._time, self._dice = application, time, dice
        self.disk = Disk(layer, root, dice)
        self.unexpected: list[BaseException] = []
        self.is_up = False
        self.served = 0
        self.start()

    @property
    def database_file(self) -> Path:
        """Where its cases are kept."""
        return self.disk.folder / "griddesk.db"

    @property
    def photo_folder(self) -> Path:
        """Where its photos are kept."""
        return self.parts.settings.blobs

    def start(self) -> None:
        """On what the last one left."""
        folder = self.disk.reborn()
        settings = Settings(data=folder)
        database = Database(settings.database_url)
        cities = Cities(database, settings.packs, decode_city)
        self.parts: Parts = replace(put_together(settings, database, self._time, cities), lane=LaneAtOnce())
        self.parts.feeds._mono, self.parts.feeds._looked = lambda: 0.0, 0.0  # how long a step really takes is no delay
        self._pages = Pages(self.parts.database, cities, self._time, lambda: self._time.now_ms / 1000)
        pressure = Pressure(lambda: self.parts.lane.waiting, lambda: self._time.now_ms / 1000, self._dice.random)
        self._behind = Behind(self.parts, self._pages, pressure)
        self.parts.claiming.begin()
        self.is_up = True

    def stop(self) -> None:
        """It ends, orderly or dead."""
        self.is_up = False
        self.parts.close()

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def close(self) -> None:
        """The end of it."""
        self.stop()
        self.disk.close()

    # asked ------------------------------------------------------------------------------------------------------------
    def handle(self, asked: Asked) -> Said | None:
        """Its answer; None when it is not there, or died over it."""
        if not self.is_up:
            return None
        self.served += 1
        said, error = self._application.ask(self._behind, asked)
        if error is not None and not self.disk.dead:
            self.unexpected.append(error)
        return None if self._died() else said

    def _died(self) -> bool:
        if self.disk.dead and self.is_up:
            self.stop()
        return self.disk.dead

    # what happens at the server itself --------------------------------------------------------------------------------
    def tick(self) -> None:
        """The timers run."""
        if self.is_up:
            try:
                self._pages.tidy()
                self.parts.timers.tick()
                self.parts.claiming.tick()
                self.parts.feeds.refresh()
            except CannotKeep:
                pass
            except Exception as error:  # noqa: BLE001 - a dead disk makes any error
                if not self.disk.dead:
                    self.unexpected.append(error)
            self._died()

    def deed(self, who: str, case_id: str, dice: Random) -> Outcome | None:
        """Somebody at a terminal does one of the things that may be done on a case; None when there is nothing."""
        actor, city, kept = PEOPLE[who], self.parts.cities.current, self._case(case_id)
        if kept is None:
            return None
        offers = [offer for offer in allowed(kept, actor, city, self._time.now()) if offer.verb in _AT_TERMINALS]
        if not offers:
            return None
        offer = dice.choice(offers)
        values: dict[str, object] = {
            "unit": "west",
            "condition": "event-01-10-1",
            "text": "说明",
            "reason": "原因",
            "closing": ["清理干净"],
            "result": "solved",
        }
        body = {f.name: values[f.name] for f in offer.form if f.name in values and (f.required or f.name == "closing")}
        return self._book(Command(
            dice.randbytes(8).hex(), offer.verb, case_id, who, offer.role, self._time.now(), offer.target, body
        ))  # fmt: skip

    def does(self, who: str, verb: str, case_id: str, id_: str, **body: object) -> Outcome | None:
        """Somebody at a terminal does this, under this id; None where it is not offered there now."""
        kept, city = self._case(case_id), self.parts.cities.current
        offers = allowed(kept, PEOPLE[who], city, self._time.now()) if kept is not None else ()
        offer = next((offer for offer in offers if offer.verb == verb), None)
        if offer is None:
            return None
        return self._book(Command(id_, verb, case_id, who, offer.role, self._time.now(), offer.target, body))

    def _book(self, command: Command) -> Outcome | None:
        try:
            return self.parts.casebook.do(command, PEOPLE[command.actor])
        except (NotAllowed, ApplyFailed, CannotKeep):
            return None
        except Exception as error:  # noqa: BLE001 - a dead disk makes any error
            if not self.disk.dead:
                self.unexpected.append(error)
            return None
        finally:
            self._died()

    def _case(self, case_id: str) -> Any:
        from server.casebook.store import load

        with self.parts.database.read() as connection:
            kept = load(connection, (case_id,)).get(case_id)
        return kept.case if kept else None

    def outcome(self, command_id: str) -> str:
        """The state with which a command ended here, "" = it was never heard of."""
        table = tables.commands
        with self.parts.database.read() as connection:
            return str(connection.scalar(select(table.c.state).where(table.c.id == command_id)) or "")

    def authors(self, ids: Iterable[str]) -> dict[str, str]:
        """In whose name those of these commands stand in the books that do."""
        table = tables.commands
        with self.parts.database.read() as connection:
            rows = connection.execute(select(table.c.id, table.c.body).where(table.c.id.in_(list(ids)))).all()
        return {row.id: str(json.loads(bytes(row.body))["actor"]) for row in rows}

    def stage_of(self, case_id: str) -> str:
        """Where a case stands in the books, "" = there is none."""
        kept = self._case(case_id)
        return str(kept.stage.value) if kept is not None else ""

    def photo(self, sha256: str) -> bool:
        """Whether it has this photo."""
        try:
            return bool(self.parts.photos.get(sha256).data)
        except UnknownPhoto:
            return False

    def sign_in(self, login: str, session: str, now: int, span: int = 12 * 3_600_000, console: str = "") -> None:
        """A session without its password, at this console: the key is the same for all."""
        kept, stations = kept_form(f"of-{session}"), tables.workstations
        values = {"id": session, "token": kept, "key": KEY, "account": login, "seat": "desk"}
        with self.parts.database.write() as connection:
            station = connection.scalar(select(stations.c.id).where(stations.c.name == console))
            values |= {"workstation": station} if station else {}
            connection.execute(insert(tables.sessions).values(**values, created_at=now, expires_at=now + span))

    def begin_epoch(self, above: int = 0) -> None:
        """What `server epoch new` does."""
        with self.parts.database.write() as connection:
            here = lineage(connection)
            start_epoch(connection, self._time.now_ms, "put back", above=above, lineage=here, continues=True)

    def offer_enrolment(self, once: str, scope: frozenset[str] | None = None) -> None:
        """The administrator lets one console in, to see these feeds; None = all."""
        self.parts.access.offer_enrolment(once, " ".join(sorted(scope)) if scope else "*")

    def end_session(self, session: str, now: int) -> None:
        """The administrator ends a session."""
        table = tables.sessions
        with self.parts.database.write() as connection:
            connection.execute(update(table).where(table.c.id == session).values(ended_at=now))


_AT_TERMINALS = frozenset(
    {
        "sign",
        "feedback",
        "confirm_pass",
        "verify_pass",
        "close",
        "note",
        "recall",
        "reassign",
        "dispatch",
        "accept",
        "file",
    }
)
