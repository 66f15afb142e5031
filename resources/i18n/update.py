"""Window texts: `update.py` collects them from console/ui into the .ts files and compiles the .qm files.

English is in the source; Chinese is `zh_CN.ts`, one context per class. `update.py --check` changes nothing and fails
when a text is missing, not translated, or the compiled file is old. Needs the tools that come with PySide6.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent.parent / "console"
LANGUAGES = ("zh_CN",)
TOOLS = Path(PySide6.__file__).parent


def sources() -> list[Path]:
    """Every module that may say something in a window."""
    return sorted(SOURCES.rglob("*.py"))


def run(*command: str | Path) -> None:
    """Run one of Qt's tools; its words are shown only when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def collect(target: Path) -> None:
    """Bring one .ts file up to date: new texts in, texts that nobody says any more out."""
    language = ("-source-language", "en", "-target-language", target.stem)
    run(TOOLS / "lupdate", "-no-obsolete", "-locations", "none", *language, *sources(), "-ts", target)


def compile_(source: Path, target: Path) -> None:
    """Make the .qm file that Qt reads, in one go: a program that runs has the old one mapped, and keeps it."""
    fresh = target.with_suffix(".new")
    run(TOOLS / "lrelease", "-silent", source, "-qm", fresh)
    fresh.replace(target)


def texts(ts: Path) -> dict[tuple[str, str], str]:
    """(context, English) → translation; empty where there is none."""
    found = {}
    root = ET.parse(ts).getroot()  # noqa: S314  the files are our own
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") != "unfinished"
            found[name, message.findtext("source", "")] = (
                (translation.text or "") if done and translation is not None else ""
            )
    return found


def faults(language: str) -> list[str]:
    """What is wrong with one language, in words."""
    committed = HERE / f"{language}.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / committed.name
        fresh.write_bytes(committed.read_bytes())
        collect(fresh)
        said, compiled = texts(fresh), Path(folder) / "fresh.qm"
        compile_(committed, compiled)
        old = compiled.read_bytes() != (HERE / f"{language}.qm").read_bytes()
    found = [f"{committed.name}: not translated: {context}: {text}" for (context, text), to in said.items() if not to]
    found += [
        f"{committed.name}: said nowhere: {context}: {text}" for context, text in texts(committed).keys() - said.keys()
    ]
    return found + [f"{language}.qm is older than {committed.name}: run {Path(__file__).name}"] * old


def main() -> None:
    """Update, or check."""
    if "--check" in sys.argv[1:]:
        found = [fault for language in LANGUAGES for fault in faults(language)]
        raise SystemExit("\n".join(found) or 0)
    for language in LANGUAGES:
        ts = HERE / f"{language}.ts"
        collect(ts)
        compile_(ts, ts.with_suffix(".qm"))
        missing = sum(1 for to in texts(ts).values() if not to)
        print(f"{ts.name}: {len(texts(ts))} texts, {missing} not translated")


if __name__ == "__main__":
    main()
