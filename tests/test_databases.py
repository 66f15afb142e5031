"""Each test gets an empty database of its own, on both kinds."""

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool


@pytest.mark.parametrize("round_", [1, 2])
def test_a_database_holds_nothing_of_the_test_before(database_url: str, round_: int) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (n INTEGER)"))
    assert inspect(engine).get_table_names() == ["left_behind"]


def test_postgresql_is_real(postgres_url: str) -> None:
    engine = create_engine(postgres_url, poolclass=NullPool)
    with engine.connect() as connection:
        version = connection.execute(text("SELECT current_setting('server_version_num')")).scalar_one()
    assert int(version) >= 150000
