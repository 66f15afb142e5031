"""The HTTP interface: consoles, pages of others, and programs; each file one group of paths."""
