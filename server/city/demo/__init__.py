"""The demo city: generated, synthetic, the same on every machine."""
