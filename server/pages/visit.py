"""Who visits a page: the session behind the cookie, the language, and the check that a form came from our own page."""

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from rules.commands import Actor, NotAllowed, Role
from rules.texts import Texts
from server.access.errors import NotSignedIn
from server.access.sessions import Access, Session
from server.pages.names import Names
from server.speech import LANGUAGES, Speech, language_of

SESSION_COOKIE = "griddesk_session"
LANGUAGE_COOKIE = "griddesk_language"
GUIDE_COOKIE = "griddesk_guide"
HOMES = {Role.UNIT: "/terminal/", Role.COLLECTOR: "/collector/"}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to a page: in which language, by whom (None = nobody yet), to which path."""

    language: str
    texts: Texts
    session: Session | None
    path: str
    person: str = ""  # the name of who is signed in
    guided: bool = True  # the first steps are shown in this browser

    @property
    def actor(self) -> Actor:
        """Who is signed in. Raises NotSignedIn."""
        if self.session is None:
            raise NotSignedIn("rule.session_ended")
        return self.session.actor

    @property
    def csrf(self) -> str:
        """The word for the forms of this page."""
        return self.session.csrf if self.session else ""

    def name(self, zh: str, en: str = "") -> str:
        """A name that data carry in two languages."""
        return self.texts.name(zh, en)


class Visits:
    """Reads requests; blocking, so it is called off the event loop."""

    def __init__(self, access: Access, speech: Speech, names: Names) -> None:
        self._access = access
        self._speech = speech
        self._names = names

    def anybody(self, request: Request) -> Visit:
        """The visit, signed in or not."""
        language = wanted_language(request)
        texts = self._speech.texts(language)
        try:
            session = self._access.session(request.cookies.get(SESSION_COOKIE, ""))
        except NotSignedIn:
            return Visit(language, texts, None, request.url.path)
        login = session.actor.id
        name = texts.name(*self._names.of([login]).get(login, (login, "")))
        guided = request.cookies.get(GUIDE_COOKIE) != "off"
        return Visit(language, texts, session, request.url.path, name, guided)

    def somebody(self, request: Request, role: Role, now: int) -> Visit:
        """The visit of who holds this duty now. Raises NotSignedIn, and NotAllowed for another duty."""
        visit = self.anybody(request)
        if not visit.actor.holds(role, now):
            raise NotAllowed("rule.grant", role=role)
        return visit


def wanted_language(request: Request) -> str:
    """As chosen by the link, else as the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else language_of(request.headers.get("accept-language", ""))


def check_form(visit: Visit, word: str) -> None:
    """Refuse a form that does not carry the word of this session. Raises NotAllowed."""
    if not visit.csrf or not hmac.compare_digest(visit.csrf, word):
        raise NotAllowed("rule.csrf")


def check_origin(request: Request) -> None:
    """Refuse a sign-in that another site sends in somebody's browser. Raises NotAllowed."""
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise NotAllowed("rule.csrf")


def own_path(path: str) -> str:
    """The path when it stays on this server, else "/"."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path and "\r" not in path
    return path if fine else "/"
