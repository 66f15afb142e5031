"""`city`: check a city's folder, put it in force, write the demo city."""

import argparse
import sys
from pathlib import Path

from rules.city import City
from server.cities import UnknownCity
from server.city import CityRefused, CompiledCity, compile_folder
from server.city.findings import Level
from server.cli.common import CannotStart, Commands, add_data_options, open_all, settings_of
from server.installer import Installer
from server.speech import LANGUAGES, catalogue_texts


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("city", help="the folder that describes a city")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", help="compile it and tell what is refused, repaired and noted")
    check.set_defaults(run=run_check)
    put = actions.add_parser("import", help="check it, show what changes, and put it in force")
    put.add_argument("--yes", action="store_true", help="do not ask")
    add_data_options(put)
    put.set_defaults(run=run_import)
    demo = actions.add_parser("demo", help="write the folder of the demo city")
    demo.set_defaults(run=run_demo)
    for action in (check, put, demo):
        action.add_argument("folder", type=Path)
    for action in (check, put):
        action.add_argument("--layers", type=Path, metavar="DIR", help="where layers lie that the folder does not have")
        action.add_argument("--lang", choices=LANGUAGES, default="zh_CN")


def run_check(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the folder can be a city."""
    compiled = compiled_or_told(arguments.folder, arguments.layers, arguments.lang)
    sys.stdout.write(f"{compiled.city.name} {compiled.city.version}\n")
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Nothing changes unless the answer is yes."""
    compiled = compiled_or_told(arguments.folder, arguments.layers, arguments.lang)
    database, cities, clock = open_all(settings_of(arguments))
    try:
        present: City | None = cities.current
    except UnknownCity:
        present = None
    for line in differences(present, compiled.city):
        sys.stdout.write(line + "\n")
    if not arguments.yes and input("put it in force? [y/N] ").strip().lower() not in {"y", "yes"}:
        return 1
    installed = Installer(database, cities, clock).install(
        compiled.pack, compiled.city, arguments.folder / "people.csv"
    )
    database.close()
    sys.stdout.write(f"{compiled.city.name} {installed.version}: {installed.people} accounts\n")
    return 0


def run_demo(arguments: argparse.Namespace) -> int:
    """The same folder on every machine."""
    from server.city.demo import write_demo_city

    write_demo_city(arguments.folder)
    return 0


def compiled_or_told(folder: Path, layers: Path | None, language: str) -> CompiledCity:
    """The compiled city; every finding is told. Raises CannotStart when the folder is refused."""
    texts = catalogue_texts(language)
    try:
        compiled = compile_folder(folder, layers)
    except CityRefused as refused:
        told = "\n".join(finding.text(texts) for finding in refused.findings if finding.level is Level.REFUSED)
        raise CannotStart(f"{folder}\n{told}") from refused
    for finding in compiled.findings:
        sys.stdout.write(finding.text(texts) + "\n")
    return compiled


def differences(before: City | None, after: City) -> list[str]:
    """What the new version adds, drops and changes; empty when nothing does."""
    if before is None:
        return []
    parts = ("units", "categories", "conditions")
    lines = [line for part in parts for line in _of_mapping(part, getattr(before, part), getattr(after, part))]
    if before.duties != after.duties:
        lines.append(f"responsibility: {len(before.duties)} -> {len(after.duties)}")
    if before.grids is not None and after.grids is not None:
        lines += _of_mapping("grids", dict.fromkeys(before.grids.codes), dict.fromkeys(after.grids.codes))
    return lines


def _of_mapping(name: str, before: object, after: object) -> list[str]:
    old, new = dict(before), dict(after)  # type: ignore[call-overload]
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    changed = sorted(key for key in old.keys() & new.keys() if old[key] != new[key])
    marked = (("-", gone), ("+", come), ("~", changed))
    return [f"{name} {sign} {len(keys)}: {', '.join(keys[:20])}" for sign, keys in marked if keys]
