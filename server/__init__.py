"""The central server and its web pages."""

VERSION = "0.1.0"  # the same as in pyproject.toml: tests/server/test_version.py
