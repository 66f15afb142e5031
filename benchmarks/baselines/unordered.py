"""Baseline: writers that take no lane. The same settlement, the same commit, but nothing keeps a feed in order.

Right only where every writer has feeds of its own; so it is what lanes cost nothing against, at best.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from server.database import Database


class Unordered(Database):
    """Writes at once, whoever else writes."""

    @contextmanager
    def write(
        self,
        feeds: Collection[str] | None = None,  # noqa: ARG002  lanes and limits are what it does without
        *,
        long: bool = False,  # noqa: ARG002
        whichever: bool = False,  # noqa: ARG002
        then: Callable[[], None] | None = None,
    ) -> Iterator[Connection]:
        """One writing transaction without a lock of ours."""
        with self.note() as connection:
            yield connection
        if then is not None:
            then()
