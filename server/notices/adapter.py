"""A way out for notices (SMS, mail, chat, …): what an adapter must be able to do, ours and everybody else's.

An adapter of somebody else's is a class that is made with its section of `adapters.toml` (a mapping of TOML values) and
has `send`. The section names it as "module:Class"; the module need only be importable by the server:

    [sms]
    adapter = "our_gateway:Sms"
    account = "…"

Whatever it raises but CannotSend is taken for a fault that may pass. `Message.id` is the same each time that the same
notice is tried: a gateway that knows it already need not send it twice.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out: a phone number, mail address or chat room, and the words in one language ("zh_CN" or "en")."""

    id: str
    to: str
    subject: str
    text: str
    language: str


class CannotSend(Exception):
    """It did not go out; `is_final`: it never will, to this address or with these words."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class Adapter(Protocol):
    """One way out."""

    def send(self, message: Message) -> None:
        """Return once it was taken over. Raises CannotSend. Called on one thread at a time."""
        ...
