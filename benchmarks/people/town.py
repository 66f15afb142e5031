"""The demo city of these measures: its folder, as `server city demo` writes it, and what it compiles to."""

from pathlib import Path

from benchmarks.frame.bench import Bench
from rules.city import City


def folder(bench: Bench) -> Path:
    """The folder of the demo city, written once in a run."""
    if "demo folder" not in bench.kept:
        place = bench.new_folder("city")
        bench.run("-m", "server", "city", "demo", place)
        bench.kept["demo folder"] = place
    found = bench.kept["demo folder"]
    assert isinstance(found, Path)
    return found


def compiled(bench: Bench) -> City:
    """The city of that folder."""
    from server.city import compile_folder

    if "demo city" not in bench.kept:
        bench.kept["demo city"] = compile_folder(folder(bench)).city
    found = bench.kept["demo city"]
    assert isinstance(found, City)
    return found
