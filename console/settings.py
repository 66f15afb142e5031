"""Reads the settings: a TOML file, over it what was last chosen in the windows, over it the command line."""

import argparse
import logging
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.facts import Settings

FILE_NAME = "settings.toml"  # in the folder of the local files; written by people
GUIDES_NAME = "guides.txt"
TRAINING, RUNS = "training", "runs"
CHOICES_NAME = "choices.toml"  # beside it; written by the windows
_PATHS = ("files", "test_clock", "ca_file", "key_file", "sounds_log", "diagnosis", "pack")
_KINDS: Mapping[str, type] = dict.fromkeys(_PATHS, Path)
_CHOICES = {"lang": ("zh_CN", "en"), "theme": ("dark", "light")}
log = logging.getLogger(__name__)


class SettingsError(Exception):
    """A setting that cannot be; says file, setting and what was expected."""

    def __init__(self, place: str, name: str, expected: str) -> None:
        super().__init__(f"{place}: {name}: expected {expected}")
        self.details = {"place": place, "name": name, "expected": expected}


def default_files() -> Path:
    """Where this system keeps a program's own data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Griddesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Griddesk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "griddesk"


def parser() -> argparse.ArgumentParser:
    """The command line of the console."""
    made = argparse.ArgumentParser("griddesk", description="Griddesk (网格派遣台): the dispatch console")
    servers = "the central server; again for each further address of it; without any an embedded one is started"
    made.add_argument("--server", metavar="URL", action="append", help=servers)
    made.add_argument("--enrol", metavar="TOKEN", help="one-time token that makes this console a workstation")
    embedded = "city folder of the embedded server; demo: the empty demo city; demo-day: with people in it (default)"
    made.add_argument("--embedded", metavar="CITY", help=embedded)
    made.add_argument(
        "--training",
        type=int,
        nargs="?",
        const=1,
        metavar="SEED",
        help="a scripted hour with a score, in a city of its own",
    )
    made.add_argument("--files", type=Path, metavar="DIR", help="folder of the local files")
    made.add_argument("--settings", type=Path, metavar="FILE", help=f"instead of {FILE_NAME} in that folder")
    made.add_argument("--lang", choices=_CHOICES["lang"])
    made.add_argument("--theme", choices=_CHOICES["theme"])
    made.add_argument("--test-clock", type=Path, metavar="FILE", help="for synthetic cities only")
    made.add_argument("--ca-file", type=Path, metavar="FILE", help="certificates that the server's may rest on")
    made.add_argument("--key-file", type=Path, metavar="FILE", help="key of the local files, instead of the keyring")
    made.add_argument("--sounds-log", type=Path, metavar="FILE", help="write sounds to a file instead of playing them")
    made.add_argument("--diagnosis", type=Path, metavar="FILE", help="write how long start and windows take")
    made.add_argument("--pack", type=Path, metavar="DIR", help="a folder of its own for the emergency packs")
    made.add_argument("--no-guide", dest="guide", action="store_const", const=False, help="without the first steps")
    made.add_argument("--trust-env", action="store_const", const=True, help="obey the proxies of the environment")
    return made


def load_settings(arguments: Sequence[str]) -> Settings:
    """The settings of this start; SettingsError for a file that cannot be read or says something unknown."""
    given = {name: value for name, value in vars(parser().parse_args(arguments)).items() if value is not None}
    file = given.pop("settings", None)
    folder = Path(given.get("files", default_files()))
    told = read(file, must_exist=True) if file else read(folder / FILE_NAME)
    values = {"files": folder} | told | _chosen(folder) | given
    return Settings(**_with_servers(_trained(values)))


def _with_servers(values: dict[str, Any]) -> dict[str, Any]:
    """One address, or several in order of preference."""
    told = values.pop("server", "")
    servers = tuple(filter(None, (told,) if isinstance(told, str) else told))
    return values | {"server": servers[0] if servers else "", "servers": servers}


def _trained(values: dict[str, Any]) -> dict[str, Any]:
    """A training has a folder of its own under that of the local files, new at every start; its scores stay."""
    seed = values.pop("training", None)
    if seed is None:
        return values
    folder = values["files"] / TRAINING
    run = folder / RUNS / datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    own = {"server": "", "embedded": TRAINING, "seed": seed, "files": run, "results": folder / "results", "pack": None}
    return values | own


def read(file: Path, must_exist: bool = False) -> dict[str, Any]:
    """The settings of a TOML file, each checked; {} for a file that is not there and need not be."""
    if not must_exist and not file.exists():
        return {}
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(str(file), "file", f"a readable file ({error.strerror})") from error
    except ValueError as error:
        raise SettingsError(str(file), "file", f"TOML ({error})") from error
    return {name: _checked(file, name, value) for name, value in told.items()}


def _checked(file: Path, name: str, value: object) -> object:
    known = {field.name for field in fields(Settings)} - {"seed", "results", "servers"}
    if name not in known:
        raise SettingsError(str(file), name, " | ".join(sorted(known)))
    if name == "server" and isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return tuple(value)
    kind = bool if name in {"trust_env", "guide"} else str
    if not isinstance(value, kind):
        raise SettingsError(str(file), name, "true | false" if kind is bool else "a text")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise SettingsError(str(file), name, " | ".join(_CHOICES[name]))
    return _KINDS[name](value) if name in _KINDS else value


def _chosen(folder: Path) -> dict[str, Any]:
    """What was chosen in the windows. No person wrote that file: what cannot be read of it was never chosen."""
    try:
        return read(folder / CHOICES_NAME)
    except SettingsError as error:
        log.warning("%s", error)
        return {}


def seen_guides(folder: Path) -> frozenset[str]:
    """Which guides were shown here, as "person guide"; what cannot be read of them is shown once more."""
    try:
        return frozenset((folder / GUIDES_NAME).read_text(encoding="utf-8", errors="replace").splitlines())
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        log.warning("%s", error)
        return frozenset()


def remember_guide(folder: Path, seen: str) -> None:
    """Keep that a guide was shown."""
    _keep(folder / GUIDES_NAME, "\n".join(sorted({*seen_guides(folder), seen})) + "\n")


def remember_choices(folder: Path, lang: str, theme: str) -> None:
    """Keep what was chosen in the windows for the next start."""
    _keep(folder / CHOICES_NAME, f'lang = "{lang}"\ntheme = "{theme}"\n')


def _keep(file: Path, words: str) -> None:
    """Whole or not at all; a disk that does not take it costs no more than the choice at the next start."""
    new = file.with_name(f"{file.name}.new")
    try:
        new.write_text(words, encoding="utf-8")
        new.replace(file)
    except OSError as error:
        log.warning("%s is not kept: %s", file, error)
