"""Many rows at once, as each kind of database takes them quickest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

IN_ONE = 500
COPY_FROM = 100  # from so many rows on COPY is quicker than INSERT
T = TypeVar("T")


def insert_many(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as the driver takes them: nearly `executemany` itself, without SQLAlchemy's work on each value."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    if connection.dialect.name == "postgresql" and len(rows) > COPY_FROM:
        _copy(connection, f'COPY "{table}" ({names}) FROM STDIN', rows)
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  the names are our own
    connection.exec_driver_sql(statement, list(rows) if len(rows) > 1 else rows[0])


def update_many(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rewrite rows as the driver takes them; the first column is the key."""
    if not rows:
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    sets = ", ".join(f'"{column}" = {mark}' for column in columns[1:])
    statement = f'UPDATE "{table}" SET {sets} WHERE "{columns[0]}" = {mark}'  # noqa: S608  the names are our own
    values = [(*row[1:], row[0]) for row in rows]
    connection.exec_driver_sql(statement, values if len(values) > 1 else values[0])


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Portions that fit into one IN: neither kind of database takes any number of parameters."""
    remaining = list(values)
    for start in range(0, len(remaining), IN_ONE):
        yield remaining[start : start + IN_ONE]


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """PostgreSQL's own way for many rows at once."""
    driver: Any = connection.connection.cursor()
    with driver, driver.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def insert_missing(connection: Connection, table: str, values: Mapping[str, Any]) -> None:
    """Insert a row unless one of its key is there; one that another transaction is writing is waited for."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(mark for _ in values)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING'  # noqa: S608  our own names
    connection.exec_driver_sql(statement, tuple(values.values()))
