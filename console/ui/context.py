"""What every window is given: the board, the questions, the look, the words of the field and of the clock, sounds.

One object instead of eight arguments; it holds no state of its own but the city's words, which change with the city.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.board import Board
from console.enquiries import Enquiries
from console.facts import DESK, SeatState
from console.ui.case.experience import Experience
from console.ui.look import Look
from console.ui.look.words import Words, sentence
from console.ui.names import Names
from console.ui.people import People
from console.ui.sounds import Sounds
from rules.case import Case
from rules.city import City
from rules.commands import Actor, Role
from rules.jurisdiction import Reach, reach
from rules.lists import MINE
from rules.powers import Data, Deed
from rules.texts import Texts, read_catalogue

_INSTANTS = frozenset({"since", "clock"})  # details that are instants


class Context(QObject):
    """The surroundings of the windows; `catalogue` are the bytes of `resources/texts/<language>.toml`.

    `ticks` counts ms monotonically and is no clock; `second` beats once a second for whatever counts down.
    """

    second = Signal()
    city_changed = Signal()  # names and words are the new city's by now

    def __init__(
        self, board: Board, enquiries: Enquiries, look: Look, language: str, catalogue: bytes, sounds: Sounds,
        ticks: Callable[[], int],
    ) -> None:  # fmt: skip
        super().__init__()
        self.board = board
        self.enquiries = enquiries
        self.look = look
        self.language = language
        self.sounds = sounds
        self.ticks = ticks
        self.people = People(board, enquiries, language == "en")
        self.experience = Experience(board)
        self._catalogue = read_catalogue(catalogue)
        self._take_city(board.city)
        board.city_changed.connect(self._on_city)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.second)
        self._timer.start()

    def now(self) -> int:
        """The corrected clock, ms UTC."""
        return self.board.now()

    @property
    def city(self) -> City | None:
        """The city in force, None before its pack is here."""
        return self.board.city

    def seat(self, seat: str = DESK) -> SeatState:
        """Who sits there."""
        return self.board.seats[seat]

    def actor(self, seat: str = DESK) -> Actor | None:
        """The person at a seat, None when nobody is signed in."""
        return self.seat(seat).actor

    @property
    def may_record(self) -> bool:
        """Whether a deed can be recorded here: not with the files of a newer program, nor while versions differ."""
        return not self.board.link.closed_for

    @property
    def may_dispatch(self) -> bool:
        """Whether the person at the desk seat dispatches, and it can be recorded."""
        return self.may_record and Role.DISPATCHER in self.roles()

    def roles(self, seat: str = DESK) -> frozenset[Role]:
        """The duties that the person at a seat holds now."""
        actor = self.actor(seat)
        return frozenset(role for role in Role if actor is not None and actor.holds(role, self.now()))

    def reach(self, data: Data, deed: Deed, seat: str = DESK) -> Reach:
        """How far the table of rights gives this to the person at a seat; nowhere with nobody there."""
        actor, city = self.actor(seat), self.city
        return reach(actor, data, deed, city, self.now()) if actor is not None and city is not None else Reach()

    def may_reveal(self, case: Case) -> bool:
        """Whether the person at the desk may have a reporter's name and phone shown."""
        return self.city is not None and self.reach(Data.PERSONAL, Deed.REVEAL).covers(case, self.city)

    def _take_city(self, city: City | None) -> None:
        zone: tzinfo = ZoneInfo(city.zone) if city else self._machine_zone()
        labels = city.labels.get(self.language, {}) if city else {}
        self.words = Words(self.language, zone)
        self.texts = Texts(self._catalogue, labels, city.names(self.language) if city else {})
        self.names = Names(city, self.language, self.texts, self.now)

    def _machine_zone(self) -> tzinfo:
        """What the machine's clock shows, until the city's zone is known."""
        return datetime.fromtimestamp(self.now() / 1000, UTC).astimezone().tzinfo or UTC

    def list_key(self, name: str) -> str:
        """The name under which the board counts a list: what somebody worked on is a list of each person's own."""
        actor = self.actor()
        return f"{MINE}:{actor.id}" if name == MINE and actor else name

    def field(self, name: str) -> str:
        """The label of a field, in sentence case."""
        return sentence(self.texts.text(f"field.{name}"))

    def deed(self, verb: str, stage: str = "") -> str:
        """A verb on a button; some are called otherwise at another stage: 核实 before filing, 核查 after the work."""
        key = f"deed.{verb}_{stage}"
        return self.texts.text(key if key in self.texts else f"verb.{verb}")

    def say(self, key: str, details: Mapping[str, str] | None = None) -> str:
        """A refusal or notice in words; one that only a newer server knows is said by its key."""
        return self.texts.say(key, self._named(details or {}))

    def _named(self, details: Mapping[str, str]) -> dict[str, str]:
        """People by their names, and instants by the city's clock: a refusal carries accounts and ms UTC."""
        named = dict(details)
        if by := named.get("by"):
            named["by"] = self.people.name(by) or by
        for key in _INSTANTS & {key for key, value in named.items() if value.isdigit()}:
            named[key] = self.words.at(int(named[key]), self.now())
        return named

    @Slot(object)
    def _on_city(self, city: City) -> None:
        self._take_city(city)
        self.city_changed.emit()
