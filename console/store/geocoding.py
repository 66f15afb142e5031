"""Addresses asked for at this desk: answered from its own city, with or without a line, beside the store's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from console.facts import Answer, Ask, Question, Unreachable
from console.store.room import Room
from rules.city import City
from rules.geocoder.answer import Places, Written

PLACES = frozenset({Ask.PLACES, Ask.ADDRESS})
NOT_YET = "geocode.not_yet"


class _Asked(QRunnable):
    """One question; the first of a city makes its index, about a second."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        """Answer it."""
        self._work()


class Geocoding(QObject):
    """Takes the questions of its two kinds; their answers carry `Places`, and `Written` or None."""

    answered = Signal(object)  # Answer | Unreachable
    _found = Signal(object)  # from beside the store's thread; only the slot below listens

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._room = room
        self._book = _Book()
        self._beside = QThreadPool(self)
        self._beside.setMaxThreadCount(1)  # in their order: the answer to what was typed last comes last
        self._found.connect(self._tell)

    def end(self) -> None:
        """The files are about to be closed."""
        self._beside.clear()
        self._beside.waitForDone()

    @Slot(object)
    def take_question(self, question: Question) -> None:
        """Answer it from the city that is in force here."""
        if question.kind not in PLACES:
            return
        city = self._room.desk.city
        if city is None or city.grids is None:
            self.answered.emit(Unreachable(question, NOT_YET))
            return
        self._beside.start(_Asked(lambda: self._found.emit(Answer(question, self._book.answer(city, question)))))

    @Slot(object)
    def _tell(self, answer: Answer) -> None:
        self.answered.emit(answer)


class _Book:
    """The geocoder of the city asked last; used by one thread alone."""

    def __init__(self) -> None:
        self._city: City | None = None

    def answer(self, city: City, question: Question) -> Places | Written | None:
        """What the city says."""
        from rules.geocoder import Geocoder  # with its dictionary of sounds: a start does not load it

        if city.grids is None:
            return None
        if self._city is None or self._city.version != city.version:
            self._geocoder, self._city = Geocoder(city.grids, city.gazetteer), city
        args = question.args
        if question.kind is Ask.PLACES:
            return self._geocoder.find(args["q"], args.get("datum", ""))
        return self._geocoder.write(int(args["lon"]), int(args["lat"]))
