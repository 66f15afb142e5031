"""Several hosts in one URL: a server that has found its database stays with it, whoever else may be written again."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from server import dialect
from server.database import Database, DatabaseAway
from tests.fixtures.replicas import Node


@pytest.fixture
def nodes() -> Iterator[tuple[Node, Node]]:
    """Two database systems that may both be written."""
    made = Node("old"), Node("new")
    yield made
    for node in made:
        node.stop()


def test_an_old_primary_that_is_back_does_not_keep_the_server_from_the_one_in_use(nodes: tuple[Node, Node]) -> None:
    old, new = nodes
    hosts = "&".join(f"host=127.0.0.1:{node.port}" for node in nodes)
    old.kill()
    database = Database(f"postgresql+psycopg://griddesk@/postgres?{hosts}&target_session_attrs=read-write")
    with database.read(whichever=True) as connection:
        database.lineage = dialect.lineage(connection)
    old.start_again()
    database.close()  # all connections are new ones from here on
    with pytest.raises(DatabaseAway), database.read():
        pass
    for _ in range(3):
        with database.read() as connection, database.note() as writing:
            ports = [each.scalar(text("SELECT inet_server_port()")) for each in (connection, writing)]
        assert ports == [new.port, new.port]
    database.close()
