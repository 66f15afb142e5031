"""Which feeds a command may write to, told before it is judged."""

from rules.commands import Role
from server.casebook.book import Casebook
from server.casebook.reach import reach
from server.database import Database
from tests.server.small_city import Hands, small_city


def test_the_lanes_of_a_command_are_told_before_it_is_judged(casebook: Casebook, database: Database) -> None:
    hands = Hands(casebook)
    hands.filed("case-1")
    hands.dispatched("case-2", "west")

    def lanes(verb: str, case_id: str, **body: object) -> frozenset[str]:
        command = hands.command("wang", Role.DISPATCHER, verb, case_id, body=body)
        with database.read() as connection:
            return reach(connection, [command], small_city())

    assert lanes("report", "new") == {"city"}
    assert lanes("report", "new", lon=1_130_000_000, lat="x") == {"city"}
    assert lanes("note", "case-1") == {"city"}
    assert lanes("note", "not there") == frozenset()
    assert lanes("dispatch", "case-1", unit="west", helpers=["east", "nowhere", 7]) == {"city", "410102", "410103"}
    assert lanes("dispatch", "case-1", unit="bureau") == {"city"}
    assert lanes("recall", "case-2") == {"city", "410102"}
    assert lanes("dispatch", "case-1", unit=["west"], helpers="east") == {"city"}
