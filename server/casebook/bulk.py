"""Many recorded rows at once: the same rules, but written table by table and told to nobody, as a new epoch follows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, select

from rules.commands import Command
from server import tables
from server.casebook.beside import batches
from server.casebook.making import COLUMNS, Batch, Maker, Refused
from server.dialect import insert_many
from server.feeds.heads import add_feeds

AT_ONCE = 2000


class BulkRecorder:
    """Settles `record` commands of the system in one transaction. Known ids are skipped: an import may be repeated."""

    def __init__(self, connection: Connection, maker: Maker, at_once: int = AT_ONCE) -> None:
        self._connection = connection
        self._maker = maker
        self._at_once = at_once
        self._feeds: set[str] = set()
        earlier = select(tables.commands.c.id).where(tables.commands.c.verb == "record").limit(1)
        self._is_first = connection.scalar(earlier) is None
        self.recorded = 0
        self.known = 0
        self.refused: list[Refused] = []

    def record(self, commands: Iterable[Command]) -> None:
        """Settle them all, in order."""
        for batch in batches(self._maker, self._unknown(commands)):
            self._write(batch)
        add_feeds(self._connection, tuple(sorted(self._feeds)))

    def _unknown(self, commands: Iterable[Command]) -> Iterator[Sequence[Command]]:
        """Chunks of what is not recorded yet."""
        remaining = iter(commands)
        while chunk := list(islice(remaining, self._at_once)):
            known = self._known([command.id for command in chunk])
            self.known += len(known)
            yield [command for command in chunk if command.id not in known]

    def _write(self, batch: Batch) -> None:
        for table, values in batch.made.items():
            insert_many(self._connection, table, COLUMNS[table], values)
        self._feeds |= batch.feeds
        self.recorded += len(batch.made["cases"])
        self.refused += batch.refused

    def _known(self, ids: list[str]) -> frozenset[str]:
        if self._is_first:
            return frozenset()
        table = tables.commands
        return frozenset(
            found
            for start in range(0, len(ids), 500)
            for found in self._connection.scalars(select(table.c.id).where(table.c.id.in_(ids[start : start + 500])))
        )
