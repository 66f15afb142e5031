"""The command line of the server: one file per command."""
