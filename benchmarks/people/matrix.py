"""Jurisdiction: every role × door × place × field, from the table of rights and the OpenAPI document; leaks."""

from benchmarks.frame.bench import Bench
from benchmarks.frame.rows import Goal, Measured, Row
from server.database import Database
from server.migrate import migrate
from tests.matrix.city import FULL
from tests.matrix.matrix import run, unclassified
from tests.matrix.world import world


def measure(bench: Bench) -> Measured:
    """On SQLite, or on the PostgreSQL database that was given; a door that nobody classified counts as a leak."""
    folder = bench.new_folder("matrix")
    url = bench.database or f"sqlite:///{folder / 'matrix.db'}"
    database = Database(url)
    migrate(database)
    database.close()
    with world(url, folder, FULL) as made:
        odd = unclassified(made)
        tally = run(made)
    wrong = [*odd, *tally.leaks, *tally.broken]
    asked = f"{tally.cells:,} cells in {tally.asked:,} answers to {len(FULL)} people and consoles"
    found = f"{len(wrong)} leaks, {len(tally.missing)} hidden although the table shows them"
    notes = (f"{asked}: {found}", *wrong[:10], *tally.missing[:5])
    return Measured({"leaks": len(wrong), "hidden": len(tally.missing), "cells": tally.cells}, notes)


ROW = Row(
    "matrix",
    "role × endpoint × place × field, from the table of rights and the OpenAPI document",
    (Goal("leaks", 0, ""), Goal("hidden", 0, ""), Goal("cells", 500_000, "", at_least=True)),
    measure,
)
