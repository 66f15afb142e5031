"""Grids as bytes: an uncompressed zip of .npy arrays and one JSON of names, the same bytes on every machine.

Stored and not deflated: zlib builds differ in their output, and inflating costs more than reading. Dates and system
marks of the zip are fixed for the same reason.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_NAMES = "names.json"
_NPY = (1, 0)  # version of the .npy format


class BadGrids(ValueError):
    """The bytes are no grids of this version."""


def pack(arrays: Mapping[str, npt.NDArray[Any]], names: Mapping[str, Any]) -> bytes:
    """Write arrays (by name, in order) and the names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            archive.writestr(_entry(name + ".npy"), _array_bytes(array))
        text = json.dumps(names, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        archive.writestr(_entry(_NAMES), text.encode())
    return buffer.getvalue()


def unpack(data: bytes) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    """Read what `pack` wrote.

    Raises:
        BadGrids: the bytes are no such archive, or it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = json.loads(archive.read(_NAMES))
            arrays = {n[:-4]: _array(archive.read(n)) for n in archive.namelist() if n.endswith(".npy")}
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadGrids(str(error)) from error
    return arrays, names


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = _UNIX
    return entry


def _array_bytes(array: npt.NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    np.lib.format.write_array(buffer, little, version=_NPY, allow_pickle=False)
    return buffer.getvalue()


def _array(data: bytes) -> npt.NDArray[Any]:
    """The array over the bytes themselves: nothing is copied, and nobody can write into it."""
    buffer = io.BytesIO(data)
    if np.lib.format.read_magic(buffer) != _NPY:
        raise ValueError("an array of another version")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(buffer)
    if fortran:
        raise ValueError("an array that runs by columns")
    return np.frombuffer(data, dtype, offset=buffer.tell()).reshape(shape)
