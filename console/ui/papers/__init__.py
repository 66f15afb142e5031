"""The city's forms of a case: looked at, printed on A4, saved as the city's own documents."""

from console.ui.papers.papers import PaperDesk

__all__ = ["PaperDesk"]
