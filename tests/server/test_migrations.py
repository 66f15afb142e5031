"""The migrations make exactly the tables that the program uses, and leave a newer database alone."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from server import tables
from server.database import Database
from server.migrate import FOLDER, NewerDatabase, migrate


def test_the_migrations_make_the_tables_of_the_program(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    database.close()


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    migrate(database)
    database.close()


def test_a_newer_database_is_not_touched(database_url: str) -> None:
    database = Database(database_url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        migrate(database)
    database.close()


def test_feed_and_events_have_no_other_unique_key(database_url: str) -> None:
    for table in (tables.feed, tables.events):
        assert all(not index.unique for index in table.indexes), table.name
        assert [c for c in table.constraints if type(c).__name__ == "UniqueConstraint"] == []
    assert [column.name for column in tables.feed.primary_key] == ["feed_id", "seq"]
    assert [column.name for column in tables.events.primary_key] == ["case_id", "n"]


@pytest.fixture(params=["sqlite", "postgresql"])
def first_day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database as the first program left it: a case in two feeds, one that has ended, and the rows of both."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'first.db'}"
    else:
        cluster = request.getfixturevalue("postgres")
        cluster.drop("first_day")
        url = cluster.create("first_day")
    database = Database(url)
    _brought_to("0001", database, FIRST_DAY)
    yield database
    database.close()


def _brought_to(step: str, database: Database, statements: Iterable[str]) -> None:
    """The database as a program of that step left it, with what these statements put into it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.write(long=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        for said in statements:
            connection.execute(text(said), {name: IMAGES[name] for name in IMAGES if f":{name}" in said})


IMAGES = {"one": b"\x00" * 7 + b"\x05" + b"\xff" * 24, "two": b"\xff" * 32, "none": b""}
FIRST_DAY = (
    "INSERT INTO cases (id, feed, copies, live, image, row_hash) VALUES ('c-1', 'city', 'd-1', true, :none, :one)",
    "INSERT INTO cases (id, feed, copies, live, image, row_hash) VALUES ('c-2', 'city', '', true, :none, :two)",
    "INSERT INTO cases (id, feed, copies, live, image, row_hash) VALUES ('c-3', 'city', '', false, :none, :two)",
    "INSERT INTO feed_heads (feed_id, seq, chain) VALUES ('city', 2, 'x'), ('d-1', 1, 'y'), ('d-2', 0, 'z')",
    "INSERT INTO feed (feed_id, seq, line) VALUES ('city', 1, :none), ('city', 2, :none), ('d-1', 1, :none)",
)


def test_the_digests_of_what_is_live_are_reckoned_when_the_columns_come(first_day: Database) -> None:
    migrate(first_day)
    heads, rows = tables.feed_heads, tables.feed
    with first_day.read() as connection:
        told = dict(connection.execute(select(heads.c.feed_id, heads.c.digest)).all())
        by_row = connection.execute(
            select(rows.c.feed_id, rows.c.seq, rows.c.digest).order_by(rows.c.feed_id, rows.c.seq)
        ).all()
    # 5 + (2^64 - 1) = 4 (mod 2^64)
    assert told == {"city": "0000000000000004", "d-1": "0000000000000005", "d-2": "0000000000000000"}
    assert by_row == [("city", 1, ""), ("city", 2, "0000000000000004"), ("d-1", 1, "0000000000000005")]


CONSOLES = (
    "INSERT INTO consoles (id, workstation, last_n) VALUES ('k-1', 'w', 2), ('k-2', 'w', 9), ('k-3', 'w', 0)",
    "INSERT INTO commands (id, console_id, n, body, outcome) VALUES ('c-1', 'k-1', 1, :none, :none)",
    "INSERT INTO commands (id, console_id, n, body, outcome) VALUES ('c-2', 'k-1', 2, :none, :none)",
    "INSERT INTO commands (id, console_id, n, body, outcome) VALUES ('c-3', 'k-2', 4, :none, :none)",
)


def test_the_last_command_of_each_console_is_found_when_its_column_comes(first_day: Database) -> None:
    _brought_to("0006", first_day, CONSOLES)
    migrate(first_day)
    consoles = tables.consoles.c
    with first_day.read() as connection:
        told = connection.execute(select(consoles.id, consoles.last_id).order_by(consoles.id)).all()
    assert told == [("k-1", "c-2"), ("k-2", ""), ("k-3", "")]
