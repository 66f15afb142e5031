"""What the console looks like: colours, type, icons, lamps, tags, words of time and the small painted widgets.

Everything takes a `Look` (theme and scale) through its constructor; nothing here is global. What paints is loaded with
its first use: the window shows its colours before.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.ui.look.lamps import Shape, draw_lamp
    from console.ui.look.look import Look

__all__ = ["Look", "Shape", "draw_lamp"]


def __getattr__(name: str) -> Any:
    """`Look`, or what draws a lamp."""
    if name not in __all__:
        raise AttributeError(name)
    from console.ui.look import lamps, look

    return look.Look if name == "Look" else getattr(lamps, name)
