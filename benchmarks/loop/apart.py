"""A server that takes what other programs leave, as if on another machine: `python -m benchmarks.loop.apart serve …`.

For rows about the windows of one console: in a centre no server stands beside them.
"""

import runpy

from server.priority import give_way

LEAST = 19  # of niceness

if __name__ == "__main__":
    give_way(LEAST)
    runpy.run_module("server", run_name="__main__", alter_sys=True)
