"""The geocoder of the little town, made once."""

import pytest

from rules.geocoder import Geocoder
from tests.fixtures.addresses import gazetteer, grids


@pytest.fixture(scope="session")
def town() -> Geocoder:
    city = grids()
    return Geocoder(city, gazetteer(city.plane))
