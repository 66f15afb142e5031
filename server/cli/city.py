"""`city`: check a city's folder, put it in force, write the demo city."""

import argparse
import sys
from pathlib import Path
from typing import TextIO

from rules.city import City
from rules.texts import Texts
from server.cities import Cities, UnknownCity
from server.city import CityRefused, CompiledCity, compile_folder, diff, telling
from server.city.organise import organise_folder
from server.cli.common import CannotStart, Commands, add_files_options, open_all, settings_of, user_language
from server.clock import Clock
from server.database import Database
from server.installer import BadAmendment, Installer, amendment_words, with_amendments
from server.speech import LANGUAGES, catalogue_texts


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("city", help="the folder that describes a city")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", help="compile it and tell what is refused, repaired and noted")
    check.set_defaults(run=run_check)
    put = actions.add_parser("import", help="check it, show what changes, and put it in force")
    put.add_argument("--yes", action="store_true", help="do not ask")
    add_files_options(put)
    put.set_defaults(run=run_import)
    organise = actions.add_parser("organise", help="the same for staff, shifts, special grids and elements alone")
    organise.add_argument("--yes", action="store_true", help="do not ask")
    add_files_options(organise)
    organise.set_defaults(run=run_organise)
    demo = actions.add_parser("demo", help="write the folder of the demo city")
    demo.add_argument("--stats", action="store_true", help="print the shapes of its blocks")
    demo.add_argument("--data", dest="parcels", type=Path, metavar="DIR", help="with real parcels to compare with")
    demo.set_defaults(run=run_demo)
    for action in (check, put, organise, demo):
        action.add_argument("folder", type=Path)
    for action in (check, put, organise):
        action.add_argument("--data", dest="layers", type=Path, metavar="DIR", help="where other layers lie")
        action.add_argument("--lang", choices=LANGUAGES, default=user_language())


def run_check(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the folder can be a city."""
    compiled_or_told(arguments.folder, arguments.layers, arguments.lang, sys.stdout)
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Nothing changes unless the answer is yes."""
    compiled = compiled_or_told(arguments.folder, arguments.layers, arguments.lang, sys.stdout)
    house = open_all(settings_of(arguments))
    return _put(arguments, compiled, house, arguments.folder / "people.csv")


def run_organise(arguments: argparse.Namespace) -> int:
    """As an import, of the organisation alone: the city in force stays in all else."""
    texts = catalogue_texts(arguments.lang)
    house = open_all(settings_of(arguments))
    try:
        compiled = organise_folder(arguments.folder, house[1].current, arguments.layers)
    except UnknownCity as error:
        raise CannotStart(texts.text("city.organise.none")) from error
    except CityRefused as refused:
        raise CannotStart(telling.refusal(refused, texts)) from refused
    _write(telling.findings(compiled.findings, texts))
    return _put(arguments, compiled, house)


def _put(
    arguments: argparse.Namespace, compiled: CompiledCity, house: tuple[Database, Cities, Clock],
    people: Path | None = None,
) -> int:  # fmt: skip
    """Show what changes, ask, put it in force."""
    texts = catalogue_texts(arguments.lang)
    database, cities, clock = house
    try:
        with database.read() as connection:
            city = with_amendments(connection, compiled.pack, compiled.city)[1]
    except BadAmendment as bad:
        raise CannotStart(amendment_words(bad, texts)) from bad
    _write(_changes(database, cities, city, texts))
    if not arguments.yes and not _agreed(texts):
        _write([texts.text("city.diff.kept")])
        return 1
    installed = Installer(database, cities, clock).install(compiled.pack, compiled.city, people, compiled.numbers)
    database.close()
    _write([f"{compiled.city.name} {installed.version}: {installed.people}"])
    return 0


def _changes(database: Database, cities: Cities, city: City, texts: Texts) -> list[str]:
    """What the import would change, in words, and which open cases that touches."""
    try:
        changes = diff.compare(cities.current, city)
    except UnknownCity:
        return [texts.text("city.diff.first")]
    with database.read() as connection:
        hit = diff.open_cases_hit(connection, changes)
    counts = {"grids": hit.grids, "units": hit.units, "conditions": hit.conditions}
    return [*diff.lines(changes, texts), texts.text("city.diff.open_cases", **counts)]


def _agreed(texts: Texts) -> bool:
    sys.stdout.write(texts.text("city.diff.ask"))
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是"}


def _write(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def run_demo(arguments: argparse.Namespace) -> int:
    """The same folder on every machine."""
    from server.city.demo import write_demo_city
    from server.city.demo.statistics import NoParcels, report

    grids = write_demo_city(arguments.folder)
    if arguments.stats or arguments.parcels:
        try:
            _write([report(grids, arguments.parcels)])
        except NoParcels as error:
            raise CannotStart(str(error)) from error
    return 0


def compiled_or_told(folder: Path, layers: Path | None, language: str, out: TextIO) -> CompiledCity:
    """The compiled city; every finding is told on `out`. Raises CannotStart when the folder is refused."""
    texts = catalogue_texts(language)
    try:
        compiled = compile_folder(folder, layers)
    except CityRefused as refused:
        raise CannotStart(telling.refusal(refused, texts)) from refused
    out.writelines(f"{line}\n" for line in telling.fitness(compiled, texts))
    return compiled
