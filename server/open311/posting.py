"""A request that another program posts, as the report of a citizen; what is missing or odd is refused by its name."""

from math import isfinite

from fastapi import Request

from rules.city import City
from rules.datum import OutsideDatum, to_cgcs2000
from rules.services import Service
from rules.texts import Texts
from server.access.keys import ApiKey
from server.citizens.photos import CitizenPhotos
from server.citizens.placing import GIVEN_MAX, within
from server.citizens.report import CitizenReport, Place
from server.open311.errors import Refused
from server.open311.sent import Sent
from server.open311.services import answers, service_of
from server.pages.uploads import KeptPhoto

SOURCE = "open311"
DESCRIPTION_MAX = 4000  # as the standard says
URL_MAX = 2000
DEGREE = 10_000_000
PERSONAL = ("first_name", "last_name", "email", "phone", "account_id", "device_id")
OWN_NUMBERS = ("attribute[fixmystreet_id]", "attribute[external_id]", "external_id", "service_request_id_ext")


def report_of(
    sent: Sent, key: ApiKey, city: City, texts: Texts, photos: tuple[KeptPhoto, ...], own_key: str
) -> CitizenReport:
    """The report; `photos` are those uploaded with it. Raises Refused."""
    if not (code := sent.text("service_code")):
        raise Refused(400, "open311.missing", field="service_code")
    service = service_of(city, code)
    place, address = place_of(sent, city)
    said = sent.text("description") or texts.name(service.name, service.name_en)
    _short("description", said, DESCRIPTION_MAX)
    media = links_of(sent)
    fetched = tuple(url for url in media if is_fetched(url, city))
    lines = [*answers(service, sent, texts), *(url for url in media if url not in fetched)]
    return CitizenReport(
        channel=key.id,
        source=SOURCE,
        said=said,
        words=_joined([said, *lines], city),
        service=service.code,
        category=_category(service, city),
        address_words=address,
        place=place,
        photos=photos,
        personal=personal_of(sent),
        own_number=_own_number(sent),
        own_key=own_key,
        media=fetched,
        wants_answer=bool(sent.text("email") or sent.text("phone")),
    )


def _category(service: Service, city: City) -> str:
    return service.category if service.category in city.categories else ""


def _joined(lines: list[str], city: City) -> str:
    words = "\n".join(lines)
    _short("description", words, city.policies.text_max)
    return words


def _short(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Refused(400, "open311.too_long", field=name, most=most)


def _own_number(sent: Sent) -> str:
    number = next((text for name in OWN_NUMBERS if (text := sent.text(name))), "")
    _short("external_id", number, 80)
    return number


def personal_of(sent: Sent) -> dict[str, str]:
    """Who reports, for the personal record."""
    told = {name: text for name in PERSONAL if (text := sent.text(name))}
    for name, text in told.items():
        _short(name, text, 200)
    full = " ".join(part for part in (told.pop("first_name", ""), told.pop("last_name", "")) if part)
    return ({"name": full} if full else {}) | told


def links_of(sent: Sent) -> tuple[str, ...]:
    """The addresses of photos. Raises Refused for what is none."""
    links = tuple(dict.fromkeys(sent.all("media_url", "media_url[]")))
    for url in links:
        if len(url) > URL_MAX or not url.startswith(("http://", "https://")) or not url.isprintable() or " " in url:
            raise Refused(400, "open311.field", field="media_url", expected="https://…")
    return links


def is_fetched(url: str, city: City) -> bool:
    """Whether the photo behind it is fetched: from hosts that the city names, and from nowhere else."""
    host = url.partition("://")[2].partition("/")[0].lower()
    return host in city.citizens.media_hosts


def place_of(sent: Sent, city: City) -> tuple[Place | None, str]:
    """The point and the address. Raises Refused: neither, or a point that is none or not in this city."""
    address = sent.text("address_string")
    _short("address_string", address, 400)
    lat, lon = sent.text("lat"), sent.text("long") or sent.text("lon")
    if lat or lon:
        return point(lat, lon, city), address
    if grid := sent.text("address_id"):
        return _of_grid(grid, city), address
    if not address:
        raise Refused(400, "open311.missing", field="lat, long | address_string | address_id")
    return None, address  # the way in asks the geocoder


def point(lat: str, lon: str, city: City) -> Place:
    """A point in WGS84 degrees."""
    for name, text in (("lat", lat), ("long", lon)):
        if not text:
            raise Refused(400, "open311.missing", field=name)
    try:
        east, north = float(lon), float(lat)
        if not (isfinite(east) and isfinite(north)):
            raise ValueError(lon)
        found = to_cgcs2000(east, north, "wgs84")
    except (ValueError, OutsideDatum) as error:
        raise Refused(400, "open311.field", field="lat, long", expected="34.7500000, 113.6200000") from error
    place = Place(round(found[0] * DEGREE), round(found[1] * DEGREE), "wgs84", f"{east:.7f}, {north:.7f}")
    if not within(place, city):
        raise Refused(400, "open311.outside", city=city.name)
    return place


def _of_grid(code: str, city: City) -> Place:
    grids = city.grids
    try:
        if grids is None:
            raise KeyError(code)
        lon, lat = grids.points[grids.index(code)].tolist()
    except (KeyError, UnicodeEncodeError) as error:
        raise Refused(400, "open311.no_address", given=code[:80]) from error
    return Place(int(lon), int(lat), "cgcs2000", code[:GIVEN_MAX])


def kept_photos(sent: Sent, photos: CitizenPhotos, city: City) -> tuple[KeptPhoto, ...]:
    """The photos that came along, kept; blocking. Raises Refused, NotAllowed and CannotKeep."""
    if len(sent.photos) > city.citizens.photos_max:
        raise Refused(400, "open311.photos", most=city.citizens.photos_max)
    return tuple(photos.keep(data, city.zone, city.citizens.photo_mb, name) for name, data in sent.photos)


def idempotency_key(request: Request) -> str:
    """What the caller names so that the same post again is the same request. Raises Refused."""
    said = request.headers.get("idempotency-key", "").strip()
    if len(said) > 200:
        raise Refused(400, "open311.too_long", field="Idempotency-Key", most=200)
    return said
