"""Brings a database to the schema of this program; the steps are in `server/migrations`."""

from pathlib import Path

from sqlalchemy import inspect, text

from server.database import Database

FOLDER = Path(__file__).with_name("migrations")


class NewerDatabase(Exception):
    """The database was made by a newer program."""


def migrate(database: Database) -> None:
    """Run the migrations that are missing. Raises NewerDatabase instead of touching what it does not know."""
    known = revisions()
    present = _present(database)
    if present == known[-1]:
        return
    if present and present not in known:
        raise NewerDatabase(present)
    _upgrade(database)


def revisions() -> tuple[str, ...]:
    """The steps that this program knows, in order: each file's name begins with its number."""
    return tuple(sorted(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py")))


def _present(database: Database) -> str:
    """The step that the database stands at; "" for an empty one."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _upgrade(database: Database) -> None:
    from alembic import command  # slow to load, and hardly ever needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.write(long=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
