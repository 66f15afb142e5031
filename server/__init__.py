"""The central server and its web pages."""
