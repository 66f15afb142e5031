"""A city of eight districts of one square grid each, for measures that need a feed for each of eight writers."""

from pathlib import Path

import numpy as np

from rules.commands import Grant, Role
from server.access import accounts, secrets
from server.access.accounts import Account
from server.cities import Cities
from server.city.compiling import CompiledCity, compile_folder
from server.clock import SystemClock
from server.database import Database
from server.installer import Installer
from tests.server.city.small_folder import SOUTH, STEP, TABLES, TOML, WEST, square, write_layer

DISTRICTS = tuple(f"41010{n}" for n in range(1, 9))
PASSWORD = "right-horse"
DEGREE = 10_000_000
_TABLES = TABLES | {
    "units.csv": "code,name,parent,kind,district,phone,duty,duty_en\nB01,城管局,,bureau,,,,\n"
    + "".join(f"{code},{code}区,,district,{code},,,\n" for code in DISTRICTS),
    "categories.csv": "kind,major,minor,name\nevent,01,10,暴露垃圾\n",
    "responsibility.csv": TABLES["responsibility.csv"].splitlines()[0] + "\n",
    "people.csv": TABLES["people.csv"].splitlines()[0] + "\n",
    "conditions.csv": "category,no,words,limit,unit,milestones\nevent-01-10,1,有暴露垃圾,4,work_hour,\n",
}


def install(url: str, files: Path, folder: Path) -> None:
    """Put the city and three people in force in an empty database; `files` keeps its pack."""
    database, city = Database(url), _compiled(folder)
    cities = Cities(database, files, lambda _: city.city)
    installer = Installer(database, cities, SystemClock())
    installer.prepare()
    installer.install(city.pack, city.city)
    verifier = secrets.hash_password(PASSWORD)
    duties = {"chen": Role.ACCEPTOR, "zhao": Role.SHIFT_LEADER, "wang": Role.DISPATCHER}
    with database.write() as connection:
        accounts.save(connection, [Account(who, who, "", "", verifier, (Grant(role),)) for who, role in duties.items()])
    database.close()


def point(district: int) -> tuple[int, int]:
    """The middle of a district, in 1e-7 degree."""
    return round((WEST + (district + 0.5) * STEP) * DEGREE), round((SOUTH + 0.5 * STEP) * DEGREE)


def _compiled(folder: Path) -> CompiledCity:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(TOML, encoding="utf-8")
    for name, text in _TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    squares = np.array([square(n, 0) for n in range(len(DISTRICTS))], object)
    codes = [f"{code}001001001" for code in DISTRICTS]
    write_layer(folder / "unit_grids.geojson", squares, {"code": codes, "district": list(DISTRICTS)})
    write_layer(folder / "districts.geojson", squares, {"code": list(DISTRICTS), "name": list(DISTRICTS)})
    return compile_folder(folder)
