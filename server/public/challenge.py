"""The ticket of a form: signed, good for one report and some hours; sent with a little work done, or not too soon."""

import hashlib
import secrets
from dataclasses import dataclass

from rules.commands import NotAllowed
from rules.services import CitizenRules
from server.citizens.marks import Marks

KIND = "form"
SOON_MS = 2_000  # nobody takes a photo, finds the place and writes quicker
HOUR_MS = 3_600_000
LONGEST = 200


class NotYet(NotAllowed):
    """Too soon: in so many seconds the same form is taken."""

    def __init__(self, seconds: int) -> None:
        super().__init__("citizen.not_yet", seconds=seconds)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form carries: when it was made (ms UTC) and a word of its own, signed."""

    word: str

    @property
    def id(self) -> str:
        """The same for the same form: what was sent twice was sent once."""
        return hashlib.sha256(self.word.encode()).hexdigest()[:40]


def issue(marks: Marks, now: int) -> Ticket:
    """A new ticket."""
    said = f"{now}.{secrets.token_urlsafe(12)}"
    return Ticket(f"{said}.{marks.of(KIND, said)}")


def check(marks: Marks, word: str, proof: str, rules: CitizenRules, now: int) -> Ticket:
    """The ticket of a form that was sent. Raises NotYet, and NotAllowed: not ours, too old."""
    said, _, mark = word[:LONGEST].rpartition(".")
    begun = said.partition(".")[0]
    if not said or not marks.fits(KIND, said, mark) or not (begun.isascii() and begun.isdigit()):
        raise NotAllowed("citizen.form_unknown")
    age = now - int(begun)
    if age > rules.form_hours * HOUR_MS:
        raise NotAllowed("citizen.form_old")
    wait = SOON_MS if is_proof(word, proof, rules.proof_bits) else rules.delay_s * 1000
    if age < wait:
        raise NotYet((wait - age + 999) // 1000)
    return Ticket(word)


def is_proof(word: str, proof: str, bits: int) -> bool:
    """Whether sha256 of ticket and proof begins with so many zero bits."""
    if not (proof.isascii() and proof.isdigit() and len(proof) <= 16):
        return False
    digest = hashlib.sha256(f"{word}:{proof}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0 if bits else True
