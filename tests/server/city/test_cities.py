"""The two whole cities: the demo city compiles without a finding, Boston by its mapping."""

import csv
import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rules.pack import decode_city
from server.city import CityRefused, CompiledCity, compile_folder
from server.city.findings import Findings
from server.city.settings import read_settings
from tests.fixtures.boston import own_boston

ROOT = Path(__file__).parents[3]
BOSTON = ROOT / "examples" / "boston"


def test_the_demo_city_compiles_without_a_finding(demo_folder, demo_grids):
    compiled = compile_folder(demo_folder)
    assert compiled.findings == ()
    city = decode_city(compiled.pack)
    assert (len(city.units), len(city.grids), len(city.grids.duties)) == (160, 38_515, 707)
    assert city.synthetic
    assert (city.grids.xy == demo_grids.xy).all()
    assert city.grids.codes == demo_grids.codes


@pytest.fixture(scope="module")
def boston(data: Path, tmp_path_factory: pytest.TempPathFactory) -> CompiledCity:
    """Boston, of the real layers or of small ones of our own making."""
    layers = (
        data if (data / "boston" / "precincts.geojson").is_file() else own_boston(tmp_path_factory.mktemp("boston"))
    )
    return compile_folder(BOSTON, layers)


def test_boston_is_a_mapping_with_eleven_departments(boston: CompiledCity) -> None:
    city = boston.city
    assert (len(city.units), len(city.categories), len(city.duties)) == (11, 141, 141)
    assert city.zone == "America/New_York"
    assert not city.synthetic
    assert city.calendar.zone == "America/New_York"
    assert {duty.unit for duty in city.duties} <= set(city.units)
    assert {road.klass for road in city.grids.roads} <= {"main", "secondary", "branch"}
    assert {f.key for f in boston.findings} <= {"overlap", "no_duty", "no_district"}


def test_the_requests_of_boston_fall_into_precincts(boston: CompiledCity, data: Path) -> None:
    requests = data / "boston" / "boston311_2011H2.csv.gz"
    grids = boston.city.grids
    if not requests.is_file():
        assert grids.locate(-710_950_000, 423_050_000) == grids.index("0101")
        return
    with gzip.open(requests, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    located = np.array([[float(r["longitude"]), float(r["latitude"])] for r in rows if r["geo_default"] == "0"])
    found = grids.locate_many(np.rint(located * 1e7).astype(np.int64))
    assert round(float((found >= 0).mean()), 4) == 0.9997
    assert {row["type"] for row in rows} == {category.name for category in boston.city.categories.values()}


def test_the_settings_of_boston_need_no_layers() -> None:
    findings = Findings()
    settings = read_settings(BOSTON, findings)
    assert findings.found == []
    assert settings is not None
    assert [layer.role for layer in settings.layers] == ["unit_grids", "duty_grids", "districts", "roads"]


def test_without_its_layers_boston_says_which_are_missing() -> None:
    with pytest.raises(CityRefused) as refused:
        compile_folder(BOSTON)
    missing = {f.place.file for f in refused.value.findings if f.key == "no_layer_file"}
    assert "boston/precincts.geojson" in missing


@pytest.mark.parametrize("module", ["server.city", "server.cli.city", "server.cli.cases"])
def test_only_an_import_of_a_city_loads_gdal(module: str) -> None:
    program = f"import sys, {module}; print(sorted({{'pyogrio', 'pyproj'}} & set(sys.modules)))"
    asked = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"
