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

from rules.city import City
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
    """The parts of the page; `words` of each language by their keys; `synthetic` marks data as such, by language."""

    html: str
    style: str
    script: str
    words: Mapping[str, Mapping[str, str]]
    synthetic: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the signed paper does not say; `by_en`: the English name of who made it, where it is known."""

    city: City
    language: str
    by_en: str = ""


def read_form(resources: Path) -> PageForm:
    """The parts as they lie in the folder of resources. Raises OSError."""
    folder = resources / "handover"
    script = "\n".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    texts = {language: _texts(resources / "texts" / f"{language}.toml") for language in LANGUAGES}
    words = {language: texts[language]["handover"]["page"] for language in LANGUAGES}
    synthetic = {language: texts[language]["page"]["synthetic"] for language in LANGUAGES}
    html, style = ((folder / name).read_text(encoding="utf-8") for name in ("page.html", "page.css"))
    return PageForm(html, style, script, words, synthetic)


def _texts(catalogue: Path) -> dict[str, Any]:
    return tomllib.loads(catalogue.read_text(encoding="utf-8"))


def page(form: PageForm, handover: Handover, paper: Paper, photos: Mapping[str, bytes], setting: Setting) -> bytes:
    """The whole file, UTF-8. `photos` by the sha256 under which the legs name them."""
    language = setting.language
    words = form.words[language]
    name = _own(language, handover.name, handover.name_en)
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
        beside=_inert({"by_en": setting.by_en, "synthetic": _marks(form, setting.city)}),
    )
    return filled.encode()


def _own(language: str, name: str, name_en: str) -> str:
    return name_en if language == "en" and name_en else name


def _marks(form: PageForm, city: City) -> dict[str, str]:
    """That the data are synthetic, in the words of all pages; nothing over a real city."""
    if not city.synthetic:
        return {}
    return {
        language: words.format(city=_own(language, city.name, city.name_en))
        for language, words in form.synthetic.items()
    }


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
