"""A process that ends in the middle of an exchange: what was under way is known, not guessed."""

from typing import TYPE_CHECKING

from tests.together.faults.l2.exchange import Exchange, drain

if TYPE_CHECKING:
    from tests.together.faults.l2.proxy import Armed, FaultProxy


def client_dies(proxy: "FaultProxy", exchange: Exchange, armed: "Armed") -> str:
    """The server has answered, and the client ends before any of it reaches it."""
    answer = proxy._answer(exchange)
    armed.deed()
    return f"the server had answered {len(answer)} bytes, and nobody was there to take them" if answer else ""


def server_dies(proxy: "FaultProxy", exchange: Exchange, armed: "Armed") -> str:
    """The request has reached the server, and it ends before it has answered."""
    proxy._ask(exchange)
    armed.deed()
    answer = drain(exchange)
    exchange.near.sendall(answer)
    return "" if answer else f"{len(exchange.whole)} bytes had reached the server, it answered none"
