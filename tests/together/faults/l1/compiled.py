"""One cache of compiled statements for all engines of a process: here databases are opened by the thousand.

SQLAlchemy keeps the SQL text of a statement with the engine that first ran it. All engines here speak the same dialect,
so what one has compiled fits the others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

KEPT = 2000


class Shared(LRUCache[Any, Any]):
    """Knows a dialect by its class; a key of SQLAlchemy begins with it."""

    def get(self, key: Any, default: Any = None) -> Any:
        """What was compiled for this statement by any engine."""
        return super().get(_common(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_common(key), value)


def _common(key: Any) -> Any:
    return (type(key[0]), *key[1:])


@contextmanager
def shared() -> Iterator[None]:
    """Inside, new engines share one cache."""
    cache, make = Shared(KEPT), Engine.__init__

    def make_sharing(self: Engine, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        self._compiled_cache = cache

    Engine.__init__ = make_sharing  # type: ignore[method-assign]
    try:
        yield
    finally:
        Engine.__init__ = make  # type: ignore[method-assign]
