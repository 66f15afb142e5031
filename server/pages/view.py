"""Turns templates and values into answers; knows the headers that every page carries."""

import hashlib
import uuid
from importlib.resources import files
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from server.cities import Cities
from server.clock import Clock
from server.pages.times import Times
from server.pages.visit import Visit

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_SCRIPTS = (
    "pages.js",
    "lists.js",
    "forms.js",
    "drafts.js",
    "photos.js",
    "line.js",
    "outbox.js",
    "place.js",
    "places.js",
    "ready.js",
    "duty.js",
    "words.js",
    "worker.js",
    "public.js",
    "public-map.js",
    "public-work.js",
)
_ICONS = ("icon-192.png", "icon-512.png", "icon-maskable.png", "icon-apple.png")
STATIC = (
    {"pages.css": "text/css", "public.css": "text/css", "icon.svg": "image/svg+xml"}
    | dict.fromkeys(_SCRIPTS, "text/javascript")
    | dict.fromkeys(_ICONS, "image/png")
)
_WORKER = "worker.js"  # served at the root, where its scope is all pages


class View:
    """One set of templates for all pages."""

    def __init__(self, cities: Cities, clock: Clock) -> None:
        self._cities = cities
        self._clock = clock
        self._static = {name: (files("server") / "static" / name).read_bytes() for name in STATIC}
        self._templates = Environment(
            loader=PackageLoader("server", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._stamp = hashlib.sha256(b"".join(self._static.values())).hexdigest()[:8]
        self._templates.globals["stamp"] = self._stamp

    def page(self, visit: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """One page in the visitor's language."""
        return HTMLResponse(self.text(visit, template, **values), status, HEADERS | {"Vary": "Accept-Language, Cookie"})

    def text(self, visit: Visit, template: str, **values: Any) -> str:
        """A template as text. It sees `t` (texts), `times`, `city`, `visit`, `new_id` and the values."""
        city = self._cities.current
        known = {
            "t": visit.texts.text,
            "times": Times(visit.texts, city.calendar, self._clock.now()),
            "city": city,
            "visit": visit,
            "new_id": new_id,
        }
        return self._templates.get_template(template).render(known | values)

    def path(self, name: str) -> str:
        """The address of a static file, which changes with what is in any of them."""
        return f"/static/{self._stamp}/{name}"

    def worker(self) -> Response:
        """The service worker with the stamp of its shell."""
        script = self._static[_WORKER].replace(b"__STAMP__", self._stamp.encode())
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return Response(script, media_type=STATIC[_WORKER], headers=headers)

    def static(self, name: str) -> Response | None:
        """Style sheet, script or icon; None when there is no such file."""
        if name not in STATIC or name == _WORKER:
            return None
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(self._static[name], media_type=STATIC[name], headers=headers)


def new_id() -> str:
    """An id for a command, made when its form is made: pressing twice then does it once."""
    return str(uuid.uuid4())
