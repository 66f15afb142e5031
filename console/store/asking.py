"""Questions of all parts of the store on their way to the network, also while its threads are not there yet."""

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import Question
from console.store.room import Room


class Asking(QObject):
    """The cache is shown before anything is heard of the network: what is asked until then goes when it is there."""

    asked = Signal(object)  # Question, to the questions' thread

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._has_network = False
        self._waiting: list[Question] = []

    @Slot(object)
    def take(self, question: Question) -> None:
        """Pass it on, now or when there is somebody to answer it."""
        if self._has_network:
            self.asked.emit(question)
        else:
            self._waiting.append(question)

    def greet(self) -> None:
        """The network threads are there."""
        self._has_network = True
        waiting, self._waiting = self._waiting, []
        for question in waiting:
            self.asked.emit(question)
