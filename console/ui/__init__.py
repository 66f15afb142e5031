"""Widgets only: show, and say what was asked."""
