"""The coordination ledger: opened, entries with what was agreed and by when, closed; what it refuses."""

import pytest

from rules.calendar import DAY, HOUR
from rules.case import Case, PhotoKind
from rules.commands import NotAllowed
from rules.ledger import is_due, open_ledger
from rules.lifecycle import apply
from tests.builders import NINE, a_case, a_city, a_command, a_leg, a_photo, an_actor, t

NOW = t("2015-04-22 10:00")
CITY, WANG = a_city(), an_actor("dispatcher")
CALL = {"how": "call", "who": "供电公司 王工", "text": "明日上午现场确认"}


def do(case: Case, verb: str, now: int = NOW, **body: object) -> Case:
    return apply(case, a_command(verb, WANG, now, **body), WANG, CITY, now).case


def opened(**body: object) -> Case:
    case = a_case("with_units", legs=(a_leg("signed"),), round=1)
    return do(case, "open_ledger", matter="ownership", text="井盖权属不明", **body)


def test_a_ledger_from_its_opening_to_its_minutes() -> None:
    case = do(opened(), "ledger_entry", **CALL, by_when=NOW + DAY)
    ledger = case.ledgers[0]
    assert (ledger.kind, ledger.subject, ledger.opened_by, ledger.due) == (
        "ownership",
        "井盖权属不明",
        "wang",
        NOW + DAY,
    )
    entry = ledger.entries[0]
    assert (entry.how, entry.who, entry.agreed) == ("call", "供电公司 王工", "明日上午现场确认")
    later = NOW + DAY + HOUR
    assert not is_due(case.ledgers, later - 2 * HOUR)
    assert is_due(case.ledgers, later)
    met = do(case, "ledger_entry", later, how="site", who="供电公司 王工、街道 李主任", text="已确认", kept=True)
    assert not is_due(met.ledgers, later)
    closed = do(met, "close_ledger", later, text="确认为供电公司所有")
    assert open_ledger(closed.ledgers) is None
    assert (closed.ledgers[0].result, closed.ledgers[0].closed_by) == ("确认为供电公司所有", "wang")
    assert len(do(closed, "open_ledger", later, matter="duty", text="又起争议").ledgers) == 2


def test_an_entry_without_a_promise_leaves_the_one_before_open() -> None:
    case = do(opened(by_when=NOW + HOUR), "ledger_entry", **CALL)
    assert case.ledgers[0].due == NOW + HOUR


def test_its_events_tell_who_was_spoken_to_and_until_when() -> None:
    case = opened()
    command = a_command("ledger_entry", WANG, NOW, **CALL, by_when=NOW + DAY)
    event = apply(case, command, WANG, CITY, NOW).events[0]
    assert (event.verb, event.text) == ("ledger_entry", "明日上午现场确认")
    told = dict(event.data)
    assert (told["how"], told["who"], told["by_when"]) == ("call", "供电公司 王工", str(NOW + DAY))


def test_its_photos_belong_to_the_entry() -> None:
    case = do(opened(), "ledger_entry", **CALL, photos=[a_photo()])
    assert [(photo.owner, photo.kind) for photo in case.photos] == [(case.ledgers[0].entries[0].id, PhotoKind.PROOF)]


def test_one_is_open_at_a_time_and_none_is_closed_twice() -> None:
    with pytest.raises(NotAllowed, match=r"rule\.ledger_open"):
        do(opened(), "open_ledger", matter="duty", text="x")
    closed = do(opened(), "close_ledger", text="已解决")
    for verb, body in (("ledger_entry", CALL), ("close_ledger", {"text": "再次"})):
        with pytest.raises(NotAllowed, match=r"rule\.ledger_closed"):
            do(closed, verb, **body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("by_when", NOW), ("by_when", NOW + 367 * DAY), ("at", NOW + HOUR), ("at", NINE - DAY), ("how", "mail"),
        ("kept", "yes"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(NotAllowed) as refused:
        do(opened(), "ledger_entry", **{**CALL, field: value})
    assert refused.value.details["field"] == field


def test_what_was_promised_without_a_line_is_taken_when_the_line_is_back() -> None:
    command = a_command("ledger_entry", WANG, NOW, **CALL, by_when=NOW + HOUR)
    case = apply(opened(), command, WANG, CITY, NOW + 3 * HOUR).case
    assert is_due(case.ledgers, NOW + 3 * HOUR)
