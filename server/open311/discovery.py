"""Service discovery: where this city's interface is, as the standard has it in JSON and XML."""

from typing import Any

from rules.city import City
from server.open311.times import written

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"  # its name; nobody goes there
VALID_SINCE = 1_767_225_600_000  # 2026-01-01: when this document's form last changed


def jurisdiction(city: City) -> str:
    """The city's jurisdiction_id."""
    return city.citizens.jurisdiction or city.code


def document(city: City, base_url: str, now: int) -> dict[str, Any]:
    """The document; `base_url` is the address by which it was asked for."""
    url = base_url.rstrip("/") + "/open311/v2"
    kind = "test" if city.synthetic else "production"
    endpoint = {
        "specification": SPECIFICATION,
        "url": url,
        "changeset": written(max(min(city.valid_from, now), VALID_SINCE), city.zone),
        "type": kind,
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": endpoint["changeset"],
        "contact": city.citizens.contact or city.name,
        "key_service": city.citizens.contact or city.name,
        "endpoints": [endpoint],
    }
