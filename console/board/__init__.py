"""The one picture of the cases that every window shows."""

from console.board.board import Board

__all__ = ["Board"]
