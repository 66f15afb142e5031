"""Which ways out this server has: read from `adapters.toml` in its folder, again whenever that has changed."""

import importlib
import logging
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from server.notices.adapter import Adapter
from server.said import Told

FILE = "adapters.toml"
log = logging.getLogger(__name__)


class BadAdapters(Told):
    """The file names no adapter, or one that cannot be made of what it says."""


Make = Callable[[Mapping[str, object]], Adapter]


class Adapters:
    """By way. The file is read again when it has changed: nothing need be started anew."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._adapters: Mapping[str, Adapter] = {}

    def all(self) -> Mapping[str, Adapter]:
        """Those that there are; a file that cannot be read leaves them as they were, and that is told once."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._adapters = read_adapters(self._file)
            except BadAdapters as error:
                log.error("%s", error.text("en"))
        return self._adapters

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def read_adapters(file: Path) -> dict[str, Adapter]:
    """The adapters of a file by their ways; none without the file. Raises BadAdapters."""
    if not file.is_file():
        return {}
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadAdapters(f"{file} 无法读取：{error}", f"{file} cannot be read: {error}") from error
    return {way: _made(file, way, section) for way, section in told.items()}


def _made(file: Path, way: str, section: object) -> Adapter:
    name = section.get("adapter") if isinstance(section, dict) else None
    if not isinstance(section, dict) or not isinstance(name, str):
        where = f"{file} [{way}]"
        english = f"{where}: adapter is missing (smtp, or module:Class)"
        raise BadAdapters(f"{where}：缺少 adapter（smtp 或 模块:类）", english)
    values = {key: value for key, value in section.items() if key != "adapter"}
    try:
        return _maker(name)(values)
    except (ImportError, AttributeError, ValueError, TypeError, OSError) as error:
        raise BadAdapters(f"{file} [{way}] {name}：{error}", f"{file} [{way}] {name}: {error}") from error


def _maker(name: str) -> Make:
    if name == "smtp":
        from server.notices.smtp import Smtp

        return Smtp
    module, _, made = name.partition(":")
    if not module or not made:
        raise ValueError("expected smtp, or module:Class")
    maker: Make = getattr(importlib.import_module(module), made)
    return maker
