"""The migrations make exactly the tables that the program uses, and leave a newer database alone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from server import tables
from server.database import Database
from server.migrate import NewerDatabase, migrate


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
