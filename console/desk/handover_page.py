"""The one HTML file of a hand-over: paper, photos, words and script in it, and nothing that could be fetched."""

import base64
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from rules.handover import Handover, Paper
from rules.wire import canonical

LANGUAGES = ("zh_CN", "en")
_SCRIPTS = ("sha256.js", "keeping.js", "photos.js", "page.js")
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class PageForm:
    """The parts of the page; `words` of each language by their keys."""

    html: str
    style: str
    script: str
    words: Mapping[str, Mapping[str, str]]


def read_form(resources: Path) -> PageForm:
    """The parts as they lie in the folder of resources. Raises OSError."""
    folder = resources / "handover"
    script = "\n".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    words = {language: _words(resources / "texts" / f"{language}.toml") for language in LANGUAGES}
    html, style = ((folder / name).read_text(encoding="utf-8") for name in ("page.html", "page.css"))
    return PageForm(html, style, script, words)


def _words(catalogue: Path) -> dict[str, str]:
    section: dict[str, str] = tomllib.loads(catalogue.read_text(encoding="utf-8"))["handover"]["page"]
    return section


def page(form: PageForm, handover: Handover, paper: Paper, photos: Mapping[str, bytes], language: str) -> bytes:
    """The whole file, UTF-8. `photos` by the sha256 under which the legs name them."""
    words = form.words[language]
    name = handover.name_en if language == "en" and handover.name_en else handover.name
    urls = {sha256: f"data:{mime_of(body)};base64,{base64.b64encode(body).decode()}" for sha256, body in photos.items()}
    filled = Template(form.html).substitute(
        lang=language.replace("_", "-"),
        policy=_POLICY.format(script=_hash(form.script), style=_hash(form.style)),
        title=escape(f"{words['title']} · {name}"),
        noscript=escape(words["noscript"]),
        style=form.style,
        script=form.script,
        paper=_inert(paper),
        words=_inert(form.words),
        photos=_inert(urls),
    )
    return filled.encode()


def mime_of(body: bytes) -> str:
    """The kind of a photo by its first bytes."""
    if body.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if body.startswith(b"RIFF") else "image/jpeg"


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _inert(value: Any) -> str:
    """JSON that cannot end the element that it stands in."""
    return canonical(value).decode().replace("<", "\\u003c")
