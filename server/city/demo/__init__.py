"""The demo city: generated, synthetic, the same on every machine. `write_demo_city` writes its folder."""

from server.city.demo.folder import generate, write_demo_city

__all__ = ["generate", "write_demo_city"]
