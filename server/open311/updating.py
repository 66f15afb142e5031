"""Updates that another program posts to its own requests, as FixMyStreet does: a note, or that it is not fixed."""

from dataclasses import dataclass

from rules.case import ENDED, Case
from rules.city import City
from server.access.keys import ApiKey
from server.citizens.again import Again
from server.citizens.intake import CitizenIntake
from server.citizens.report import hashed
from server.open311.errors import Refused
from server.open311.posting import DESCRIPTION_MAX, is_fetched, links_of
from server.open311.sent import Sent
from server.open311.times import read
from server.pages.deeds import DONE, derived_id
from server.pages.uploads import KeptPhoto

OPEN = frozenset({"open", "reopen"})
STATES = OPEN | {
    "closed", "fixed", "investigating", "in_progress", "action_scheduled", "duplicate", "not_councils_responsibility",
    "no_further_action", "internal_referral",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Update:
    """What an update says; `at`: when it was made, ms UTC, 0 = not said."""

    id: str
    number: str
    status: str
    words: str
    at: int
    media: tuple[str, ...]


def update_of(sent: Sent, city: City) -> Update:
    """Raises Refused."""
    number = sent.text("service_request_id")
    if not number:
        raise Refused(400, "open311.missing", field="service_request_id")
    status = sent.text("status").lower().replace(" ", "_")
    if status and status not in STATES:
        raise Refused(400, "open311.field", field="status", expected=" | ".join(sorted(STATES)))
    words, media, said = sent.text("description"), links_of(sent), sent.text("updated_datetime")
    if len(words) > DESCRIPTION_MAX:
        raise Refused(400, "open311.too_long", field="description", most=DESCRIPTION_MAX)
    own = sent.text("update_id") or sent.text("update_id_ext")
    if len(own) > 80:
        raise Refused(400, "open311.too_long", field="update_id", most=80)
    if not words and not media and not sent.photos and not status:
        raise Refused(400, "open311.missing", field="description")
    at = read("updated_datetime", said, city.zone) if said else 0
    return Update(own or hashed(status, words, said)[:32], number, status, words, at, media)


class Updating:
    """Puts an update into the case that it is about."""

    def __init__(self, intake: CitizenIntake, again: Again) -> None:
        self._intake, self._again = intake, again

    async def take(self, key: ApiKey, case: Case, update: Update, photos: tuple[KeptPhoto, ...], city: City) -> str:
        """The id of the update; the same one again is the same. A matter that is not fixed is taken up again."""
        late = case.stage in ENDED and update.status in OPEN and (not update.at or update.at >= case.stage_since)
        links = [url for url in update.media if not is_fetched(url, city)]
        words = "\n".join([update.words, *links]).strip()
        if late or (case.stage in ENDED and update.status == "reopen"):
            await self._again.take(case, key.id, words, photos)
            return update.id
        body: dict[str, object] = {"text": words or update.status}
        body |= {"photos": [photo.body("") for photo in photos]} if photos else {}
        command = derived_id("update", key.id, case.id, update.id)
        outcome = await self._intake.do(key.id, command, "note", case.id, body)
        if outcome.state not in DONE and outcome.rule != "rule.id_reused":
            raise Refused(400, outcome.rule or "error.request", **outcome.details)
        return update.id
