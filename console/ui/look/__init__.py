"""What the console looks like: colours, type, icons, lamps, tags, words of time and the small painted widgets.

Everything takes a `Look` (theme and scale) through its constructor; nothing here is global.
"""

from console.ui.look.lamps import Shape, draw_lamp
from console.ui.look.look import Look

__all__ = ["Look", "Shape", "draw_lamp"]
