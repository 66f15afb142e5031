"""The city pack: one version of a city as bytes, the same on every machine; its name is the start of its sha256.

MessagePack of four parts: the format, the tables, the geometry as `rules.grid` writes it, and the addresses as
`rules.gazetteer` does. The parts are read on their own, so that a program which needs only the tables pays neither for
the geometry nor for its libraries.
"""

import hashlib
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from rules.city import City
from rules.decoders import from_msgpack

if TYPE_CHECKING:
    from rules.gazetteer import Gazetteer
    from rules.grid import Grids

FORMAT = 1
_APART = ("version", "grids", "gazetteer")  # the version is the hash of the pack itself; the others are parts of it


class BadPack(ValueError):
    """The bytes are no city pack, or it is damaged."""


class PackOfOtherVersion(BadPack):
    """A city pack of another format than this program reads: one of the two must be updated."""

    def __init__(self, found: int) -> None:
        super().__init__(f"city pack of format {found}, expected {FORMAT}")
        self.found, self.expected = found, FORMAT


class _Head(msgspec.Struct):
    format: int


class _Parts(msgspec.Struct):
    format: int
    tables: memoryview
    grids: memoryview  # empty = a city without geometry
    gazetteer: memoryview = memoryview(b"")  # the same; packs of before have none


# City's own fields and types as msgspec sees them: what is added to City travels without a word here.
_HINTS = get_type_hints(City, localns={"Grids": object, "Gazetteer": object})
_TABLES = {f.name: _HINTS[f.name] for f in fields(City) if f.name not in _APART}


def version_of(pack: bytes) -> str:
    """The version of a city: the first 16 hex digits of the sha256 of its pack."""
    return hashlib.sha256(pack).hexdigest()[:16]


def encode_city(city: City) -> bytes:
    """The pack of a city; its `version` is not part of it. Mappings keep their order: that of the city's files."""
    tables = {name: msgspec.msgpack.encode(getattr(city, name)) for name in _TABLES}
    grids = city.grids.encode() if city.grids is not None else b""
    whole = {"format": FORMAT, "tables": msgspec.msgpack.encode(tables), "grids": grids}
    if city.gazetteer is not None:
        whole["gazetteer"] = city.gazetteer.encode()
    return msgspec.msgpack.encode(whole)


def decode_city(pack: bytes) -> City:
    """The city of a pack, with its geometry.

    Raises:
        PackOfOtherVersion: written by a program of another version.
        BadPack: anything else that cannot be read.
    """
    return with_geometry(decode_tables(pack), pack)


def with_geometry(city: City, pack: bytes) -> City:
    """A city of tables with the geometry and the addresses of its pack. Raises as `decode_city`."""
    return replace(city, grids=decode_grids(pack), gazetteer=decode_gazetteer(pack))


def decode_tables(pack: bytes) -> City:
    """The city without its geometry (`grids` and `gazetteer` are None). Raises as `decode_city`."""
    try:
        parts = from_msgpack(dict[str, bytes]).decode(_parts(pack).tables)
        values: dict[str, Any] = {
            name: from_msgpack(hint).decode(parts[name]) for name, hint in _TABLES.items() if name in parts
        }
        return City(version=version_of(pack), **values)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise error if isinstance(error, BadPack) else BadPack(str(error)) from error


def decode_grids(pack: bytes) -> "Grids | None":
    """The geometry alone; None for a city without. Raises as `decode_city`."""
    grids = _parts(pack).grids
    if not len(grids):
        return None
    from rules.grid import BadGrids, Grids  # numpy and shapely: only who asks for geometry loads them

    try:
        return Grids.decode(bytes(grids))
    except BadGrids as error:
        raise BadPack(str(error)) from error


def decode_gazetteer(pack: bytes) -> "Gazetteer | None":
    """The addresses alone; None for a city without. Raises as `decode_city`."""
    told = _parts(pack).gazetteer
    if not len(told):
        return None
    from rules.gazetteer import BadGazetteer, Gazetteer  # numpy: as with the geometry

    try:
        return Gazetteer.decode(bytes(told))
    except BadGazetteer as error:
        raise BadPack(str(error)) from error


def _parts(pack: bytes) -> _Parts:
    try:
        found = from_msgpack(_Head).decode(pack).format
        if found != FORMAT:
            raise PackOfOtherVersion(found)
        return from_msgpack(_Parts).decode(pack)
    except msgspec.DecodeError as error:
        raise BadPack(str(error)) from error
