"""Writing the demo city as a city folder: generated layers beside the tables that are kept as data."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from rules.grid import Grids
from server.city.demo.addresses import demo_gazetteer
from server.city.demo.geometry import demo_grids
from server.city.demo.layout import lay_out
from server.city.demo.people import people_csv
from server.city.demo.plan import read_plan


def generate() -> Grids:
    """The geometry of the demo city, the same on every machine; about three seconds."""
    return demo_grids(lay_out(read_plan()))


def write_demo_city(folder: Path) -> Grids:
    """Generate the demo city and write its complete folder (made when missing; files of the same name are replaced).

    Returns:
        The geometry that was written.
    """
    from server.city.demo.layers import write_layers  # loads GDAL, which only writing needs
    from server.city.demo.organisation import more_people, write_organisation
    from server.city.demo.points import write_points

    grids = generate()
    folder.mkdir(parents=True, exist_ok=True)
    write_layers(folder, grids)
    write_points(folder, demo_gazetteer(grids))
    _copy(files("server.city.demo").joinpath("data/folder"), folder)
    write_organisation(folder, grids)
    people = people_csv(grids, more_people(grids))
    (folder / "people.csv").write_text(people, encoding="utf-8", newline="")
    return grids


def _copy(source: Traversable, target: Path) -> None:
    """The tables, and below them the templates of the forms."""
    target.mkdir(parents=True, exist_ok=True)
    for item in sorted(source.iterdir(), key=lambda each: each.name):
        if item.is_dir():
            _copy(item, target / item.name)
        else:
            (target / item.name).write_bytes(item.read_bytes())
