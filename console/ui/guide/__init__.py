"""First steps: one line at the foot of a window that goes on when the person does the thing. Never modal."""

from console.ui.guide.guides import Guides
from console.ui.guide.strip import GuideStrip

__all__ = ["GuideStrip", "Guides"]
