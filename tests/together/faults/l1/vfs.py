"""SQLite's system layer taken over: a default VFS whose files write, sync, truncate, read and vanish through Python.

`sqlite3_vfs` and `sqlite3_io_methods` as in sqlite3.h. Ours is a copy of "unix" whose `xOpen` opens with the original
and then puts a copy of the file's method table in the place of its own; what is not taken over stays the original.
"""

import ctypes as c
from pathlib import Path
from typing import Any, Protocol

import sqlcipher3

OK, IOERR = 0, 10
FULL, IOERR_READ, IOERR_WRITE, IOERR_FSYNC = 13, 10 | 1 << 8, 10 | 3 << 8, 10 | 4 << 8

_Pointer, _Int, _Int64 = c.c_void_p, c.c_int, c.c_int64
_Open = c.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, _Pointer)  # names as addresses: SQLite keeps them
_Delete = c.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int)
_Bytes = c.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Int64)  # xRead, xWrite
_Truncate = c.CFUNCTYPE(_Int, _Pointer, _Int64)
_Sync = c.CFUNCTYPE(_Int, _Pointer, _Int)
_Close = c.CFUNCTYPE(_Int, _Pointer)
_METHODS = (
    "xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock",
    "xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap",
    "xFetch", "xUnfetch",
)  # fmt: skip
_VFS_CALLS = (
    "xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness", "xSleep", "xCurrentTime", "xGetLastError",
    "xCurrentTimeInt64", "xSetSystemCall", "xGetSystemCall", "xNextSystemCall",
)  # fmt: skip


class _Methods(c.Structure):
    _fields_ = (("iVersion", _Int), *((name, _Pointer) for name in _METHODS))


class _Vfs(c.Structure):
    _fields_ = (
        ("iVersion", _Int),
        ("szOsFile", _Int),
        ("mxPathname", _Int),
        ("pNext", _Pointer),
        ("zName", c.c_char_p),
        ("pAppData", _Pointer),
        ("xOpen", _Pointer),
        ("xDelete", _Pointer),
        ("xAccess", _Pointer),
        ("xFullPathname", _Pointer),
        *((name, _Pointer) for name in _VFS_CALLS),
    )


class Watcher(Protocol):
    """Is asked before each operation on a file below its folder; anything but OK is given back instead of doing it."""

    def write(self, path: Path, at: int, old: bytes, new: bytes, size: int) -> int:
        """`old` are the bytes that stood there, `size` the file's length before."""

    def sync(self, path: Path) -> int:
        """Before what was written is made durable."""

    def truncate(self, path: Path, size: int, tail: bytes) -> int:
        """Before the file is cut to `size`; `tail` is what goes."""

    def read(self, path: Path) -> int:
        """Before bytes are read."""

    def delete(self, path: Path) -> int:
        """Before the file is removed."""


class Layer:
    """The VFS "griddesk-faults". One a process: `watch` a folder, `forget` it; other files are left alone."""

    name = b"griddesk-faults"

    def __init__(self) -> None:
        library = c.CDLL(next(str(file) for file in Path(sqlcipher3.__file__).parent.glob("*sqlite3*.so")))
        library.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
        library.sqlite3_vfs_find.argtypes = (c.c_char_p,)
        library.sqlite3_vfs_register.argtypes = (_Pointer, _Int)
        library.sqlite3_vfs_unregister.argtypes = (_Pointer,)
        self._library = library
        self._original = library.sqlite3_vfs_find(b"unix")
        self._watched: dict[str, Watcher] = {}
        self._files: dict[int, tuple[Path, Watcher]] = {}
        self._tables: dict[int, tuple[_Methods, _Methods, tuple[Any, ...]]] = {}
        self._open, self._delete = _Open(self._on_open), _Delete(self._on_delete)
        original = self._original.contents
        self._open_there = _Open(original.xOpen)
        self._delete_there = _Delete(original.xDelete)
        self._vfs = _Vfs.from_buffer_copy(original)
        self._vfs.zName = self.name
        self._vfs.xOpen = c.cast(self._open, _Pointer)
        self._vfs.xDelete = c.cast(self._delete, _Pointer)

    def install(self) -> None:
        """Files that are opened from now on go through it."""
        self._library.sqlite3_vfs_register(c.byref(self._vfs), 1)

    def remove(self) -> None:
        """As it was before; no file that went through it may be open."""
        self._library.sqlite3_vfs_unregister(c.byref(self._vfs))
        self._library.sqlite3_vfs_register(self._original, 1)

    def watch(self, folder: Path, watcher: Watcher) -> None:
        """Ask the watcher about all files that are opened below the folder from now on."""
        self._watched[f"{folder.resolve()}/"] = watcher

    def forget(self, folder: Path) -> None:
        """Ask nobody any more."""
        self._watched.pop(f"{folder.resolve()}/", None)

    def _watcher(self, name: int | None) -> tuple[Path, Watcher] | None:
        path = c.string_at(name).decode() if name else ""
        found = (watcher for folder, watcher in self._watched.items() if path.startswith(folder))
        watcher = next(found, None)
        return (Path(path), watcher) if watcher is not None else None

    def _on_open(self, _vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        said: int = self._open_there(c.addressof(self._original.contents), name, file, flags, out)
        watched = self._watcher(name)
        if said == OK and watched is not None:
            self._files[file] = watched
            slot = _Pointer.from_address(file)
            slot.value = c.addressof(self._table(int(slot.value or 0))[1])
        return said

    def _on_delete(self, _vfs: int, name: int, sync: int) -> int:
        watched = self._watcher(name)
        if watched is not None and (refused := watched[1].delete(watched[0])) != OK:
            return refused
        return int(self._delete_there(c.addressof(self._original.contents), name, sync))

    def _table(self, address: int) -> tuple[_Methods, _Methods, tuple[Any, ...]]:
        """The original method table at this address, ours in its place, and the callbacks that must stay alive."""
        if address not in self._tables:
            there = _Methods.from_address(address)
            ours = _Methods.from_buffer_copy(there)
            calls = self._calls(there)
            for name, call in calls.items():
                setattr(ours, name, c.cast(call, _Pointer))
            self._tables[address] = (there, ours, tuple(calls.values()))
        return self._tables[address]

    def _calls(self, there: _Methods) -> dict[str, Any]:
        read, write, close = _Bytes(there.xRead), _Bytes(there.xWrite), _Close(there.xClose)
        truncate, sync, size_of = (
            _Truncate(there.xTruncate),
            _Sync(there.xSync),
            c.CFUNCTYPE(_Int, _Pointer, c.POINTER(_Int64))(there.xFileSize),
        )

        def length(file: int) -> int:
            size = _Int64(0)
            size_of(file, c.byref(size))
            return size.value

        def bytes_at(file: int, at: int, count: int) -> bytes:
            buffer = c.create_string_buffer(count)
            read(file, c.addressof(buffer), count, at)
            return buffer.raw

        def on_write(file: int, data: int, count: int, at: int) -> int:
            path, watcher = self._files[file]
            size = length(file)
            kept = max(0, min(count, size - at))
            old = bytes_at(file, at, kept) if kept else b""
            refused = watcher.write(path, at, old, c.string_at(data, count), size)
            return refused if refused != OK else int(write(file, data, count, at))

        def on_read(file: int, data: int, count: int, at: int) -> int:
            path, watcher = self._files[file]
            refused = watcher.read(path)
            return refused if refused != OK else int(read(file, data, count, at))

        def on_sync(file: int, flags: int) -> int:
            path, watcher = self._files[file]
            refused = watcher.sync(path)
            return refused if refused != OK else int(sync(file, flags))

        def on_truncate(file: int, size: int) -> int:
            path, watcher = self._files[file]
            was = length(file)
            refused = watcher.truncate(path, size, bytes_at(file, size, was - size) if was > size else b"")
            return refused if refused != OK else int(truncate(file, size))

        def on_close(file: int) -> int:
            self._files.pop(file, None)
            return int(close(file))

        return {
            "xWrite": _Bytes(on_write),
            "xRead": _Bytes(on_read),
            "xSync": _Sync(on_sync),
            "xTruncate": _Truncate(on_truncate),
            "xClose": _Close(on_close),
        }
