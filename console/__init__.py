"""The dispatcher's desktop program."""
