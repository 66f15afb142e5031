"""The one thread that touches local files: signals in and out, the work itself is the desk's."""
