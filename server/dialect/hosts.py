"""Which of several hosts of one URL is tried first: after a fail-over an old primary may be back, and be writable."""

from typing import Any

from sqlalchemy import Engine, event

_TURN = "hosts_turn"


class Hosts:
    """The hosts of one database, in turn; libpq itself begins with the first one each time.

    Whoever finds that a connection leads to another database says so, and new ones begin with the next host.
    """

    def __init__(self) -> None:
        self._turn = 0

    def listen(self, engine: Engine) -> None:
        """Open the connections of this engine so."""
        event.listen(engine, "do_connect", self._connect)

    def pass_over(self, info: dict[Any, Any]) -> None:
        """A connection with this `info` led elsewhere; said of several that were opened alike, it counts once."""
        if info.get(_TURN) == self._turn:
            self._turn += 1

    def _connect(self, dialect: Any, record: Any, args: Any, named: dict[str, Any]) -> Any:
        record.info[_TURN] = turn = self._turn
        return dialect.connect(*args, **named | _turned(named, turn))


def _turned(named: dict[str, Any], turn: int) -> dict[str, str]:
    """Hosts with their ports, from the `turn`-th on; nothing where there is one host."""
    hosts, ports = str(named.get("host", "")).split(","), str(named.get("port", "")).split(",")
    at = turn % len(hosts)
    turned = {"host": ",".join([*hosts[at:], *hosts[:at]])}
    if len(ports) == len(hosts):
        turned["port"] = ",".join([*ports[at:], *ports[:at]])
    return turned if at else {}
