"""The scripts of L2, by what they break; importing this package makes them known."""

from tests.together.faults.l2.scripts import districts, files, herds, lines, photos, poison, servers

__all__ = ["districts", "files", "herds", "lines", "photos", "poison", "servers"]
