"""The server with its sources, as the tests of machines have it."""

from tests.server.machines.conftest import city_rules, room

__all__ = ["city_rules", "room"]
