"""Two sides of a gate in one process: a centre with its parts and an intake beyond it, each on its own database."""

import asyncio
from pathlib import Path

import pytest

from rules.pack import decode_city
from rules.wire import decode_case
from server import tables
from server.cities import Cities
from server.citizens.house import citizens_of
from server.citizens.report import CitizenReport, Place
from server.cli.common import open_all
from server.gate.centre import Centre
from server.gate.gates import Gates
from server.outside.program import Outside, outside_of
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.citizens_city import citizens_city
from tests.server.small_city import Hands

REFUSE = CitizenReport(
    channel="page", source="app", said="路边有暴露垃圾", words="路边有暴露垃圾", service="refuse",
    place=Place(1_136_200_000, 347_500_000), personal={"name": "张三", "phone": "13800000000"}, wants_answer=True,
)  # fmt: skip


class Sides:
    """Both sides; `cross` is one second of each of their lives, with nothing between them but the folder."""

    def __init__(self, centre: Parts, folder: Path, data: Path, clock) -> None:
        self.centre, self.folder, self.data, self.clock = centre, folder, data, clock
        self.gate = Gates(centre.database, clock).add("外网", folder)
        self.intake = citizens_of(centre).intake
        self.gates = Centre(centre, self.intake)
        self.outside = self.new_outside()
        self.cross()

    def new_outside(self) -> Outside:
        """As the program puts itself together at its start."""
        settings = Settings(self.data)
        database, _, _ = open_all(settings)
        cities = Cities(database, settings.packs, decode_city)
        parts = put_together(settings, database, self.clock, cities)
        return outside_of(parts, self.folder, self.gate.key)

    def cross(self, times: int = 3) -> None:
        for _ in range(times):
            asyncio.run(self.outside.crossing.tick())
            asyncio.run(self.gates.tick())

    def send(self, report: CitizenReport = REFUSE, link: str = "") -> str:
        """Report beyond the gate; the id there."""
        return asyncio.run(self.outside.citizens.intake.take(report, link)).case.id

    def here(self, id_: str):
        """The case as it stands beyond the gate."""
        return self.outside.citizens.intake.case(id_)

    def there(self) -> list:
        """All cases of the centre, oldest first."""
        with self.centre.database.read() as connection:
            rows = connection.execute(tables.cases.select().order_by(tables.cases.c.number)).all()
        return [decode_case(bytes(row.image)) for row in rows]

    def close(self) -> None:
        self.outside.parts.close()


@pytest.fixture
def sides(database, clock, cities_folder, tmp_path: Path):
    """A centre with one gate, and what stands beyond it."""
    city = citizens_city(delay_s=0)
    parts = put_together(Settings(tmp_path), database, clock, Cities(database, cities_folder, lambda _: city))
    both = Sides(parts, tmp_path / "gate", tmp_path / "outside", clock)
    yield both
    both.close()


@pytest.fixture
def hands(sides: Sides) -> Hands:
    """Does things in the centre's casebook."""
    return Hands(sides.centre.casebook)
