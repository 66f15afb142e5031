"""Brings a database to the schema of this program; the steps are in `server/migrations`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from server.database import Database

FOLDER = Path(__file__).with_name("migrations")


class NewerDatabase(Exception):
    """The database was made by a newer program."""


def migrate(database: Database) -> None:
    """Run the migrations that are missing. Raises NewerDatabase instead of touching what it does not know."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = ScriptDirectory.from_config(config)
    with database.write(long=True) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present is not None and present not in {step.revision for step in scripts.walk_revisions()}:
            raise NewerDatabase(present)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
