"""What makes the pages an application on a phone: manifest, service worker, and the page for when nothing is kept."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from server.pages.guarded import Guard
from server.pages.view import View
from server.pages.visit import Visit, Visits

GROUND, PANEL = "#DFE3E6", "#F2F4F5"
_ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"), ("icon-maskable.png", "512x512", ""))


class Installable:
    """`/app.webmanifest`, `/sw.js`, `/offline`: at the root, so that one installation serves every duty."""

    def __init__(self, visits: Visits, view: View, guard: Guard) -> None:
        self._visits, self._view, self._guard = visits, view, guard

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(
            route_class=self._guard.route_class(), include_in_schema=False, default_response_class=Response
        )
        routes.add_api_route("/app.webmanifest", self.manifest)
        routes.add_api_route("/sw.js", self.worker)
        routes.add_api_route("/offline", self.offline)
        return routes

    def manifest(self, request: Request) -> Response:
        """The web app manifest in the visitor's language."""
        visit = self._visits.anybody(request)
        icons = [
            {"src": self._view.path(name), "sizes": sizes, "type": "image/png", "purpose": purpose or "maskable"}
            for name, sizes, purpose in _ICONS
        ]
        told: dict[str, Any] = {
            "id": "/",
            "name": visit.texts.text("page.title"),
            "short_name": visit.texts.text("product.name"),
            "lang": "en" if visit.language == "en" else "zh-CN",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": GROUND,
            "theme_color": PANEL,
            "icons": icons,
        }
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie", "X-Content-Type-Options": "nosniff"}
        return JSONResponse(told, media_type="application/manifest+json", headers=headers)

    def worker(self) -> Response:
        """The service worker; browsers ask for it anew, so that a new version takes over by itself."""
        return self._view.worker()

    def offline(self, request: Request) -> Response:
        """Said without a line where nothing is kept; it names nobody, since it is kept itself."""
        asking = self._visits.anybody(request)
        nobody = Visit(asking.language, asking.texts, None, "/")
        return self._view.page(nobody, "offline.html")
