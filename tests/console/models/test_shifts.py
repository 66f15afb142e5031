"""Who signed in here before unlocks the console with the own password, and nobody else does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.facts import Shift, SignedIn
from console.models.keys import FileKey
from console.models.outbox import Outbox
from console.models.shifts import Shifts, sealed
from rules.commands import NotAllowed
from tests.console.makers import signed
from tests.console.small_city import NOW, WANG

KEY = FileKey(b"k" * 32)
UNTIL = NOW + 14 * 24 * 3_600_000
SHIFT = Shift("offline-wang", b"o" * 32, UNTIL)
RIGHT = "right-horse"


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    opened = Outbox(tmp_path, KEY)
    yield opened
    opened.close()


@pytest.fixture
def shifts(outbox: Outbox) -> Shifts:
    """Wang has signed in here."""
    made = Shifts(outbox.me)
    keep(made, "wang", RIGHT, replace(signed("wang"), shift=SHIFT), NOW)
    return made


def keep(shifts: Shifts, login: str, password: str, signed_in: SignedIn, now: int) -> None:
    record = sealed(login, password, signed_in)
    if record is not None:
        shifts.keep(login, record, now)


def refusal(shifts: Shifts, password: str, now: int = NOW, login: str = "wang") -> str:
    """The rule that keeps this one out."""
    with pytest.raises(NotAllowed) as caught:
        shifts.open(login, password, "desk", now)
    return caught.value.rule


def test_the_right_password_gives_the_person_and_the_session_for_work_without_a_line(shifts: Shifts) -> None:
    opened = shifts.open("wang", RIGHT, "review", NOW + 1)
    assert (opened.seat, opened.actor, opened.session) == ("review", WANG, "offline-wang")
    assert (opened.key, opened.token, opened.expires_at) == (b"o" * 32, "", UNTIL)


def test_who_never_signed_in_here_and_a_wrong_password_stay_out(shifts: Shifts) -> None:
    assert refusal(shifts, "wrong") == "rule.sign_in_wrong"
    assert refusal(shifts, RIGHT, login="liu") == "rule.shift_unknown"
    assert (shifts.knows("wang"), shifts.knows("liu")) == (True, False)


def test_five_wrong_tries_wait_a_minute_also_after_a_new_start(shifts: Shifts, outbox: Outbox, tmp_path: Path) -> None:
    assert [refusal(shifts, "wrong") for _ in range(4)] == ["rule.sign_in_wrong"] * 4
    outbox.close()
    again = Outbox(tmp_path, KEY)
    after = Shifts(again.me)
    assert refusal(after, "wrong") == "rule.shift_locked"
    assert refusal(after, RIGHT) == "rule.shift_locked"
    assert refusal(after, RIGHT, NOW + 59_999) == "rule.shift_locked"
    assert after.open("wang", RIGHT, "desk", NOW + 60_000).actor == WANG
    again.close()


def test_the_right_password_ends_the_row_of_wrong_ones(shifts: Shifts) -> None:
    for _ in range(2):
        assert [refusal(shifts, "wrong") for _ in range(4)] == ["rule.sign_in_wrong"] * 4
        shifts.open("wang", RIGHT, "desk", NOW)


def test_after_the_days_that_the_city_allows_nobody_unlocks(shifts: Shifts) -> None:
    assert shifts.any(UNTIL)
    assert shifts.open("wang", RIGHT, "desk", UNTIL).actor == WANG
    assert not shifts.any(UNTIL + 1)
    with pytest.raises(NotAllowed) as over:
        shifts.open("wang", RIGHT, "desk", UNTIL + 1)
    assert (over.value.rule, over.value.details) == (
        "rule.shift_over",
        {"since": str(UNTIL), "clock": str(UNTIL + 1)},  # who reads it sees when a clock is a year off
    )


def test_a_server_that_gives_no_such_session_leaves_nothing_here(outbox: Outbox) -> None:
    shifts = Shifts(outbox.me)
    keep(shifts, "wang", RIGHT, signed("wang"), NOW)
    assert not shifts.any(NOW)
    assert refusal(shifts, RIGHT) == "rule.shift_unknown"


def test_a_next_sign_in_takes_the_place_of_the_last_one_and_lets_old_ones_go(shifts: Shifts) -> None:
    later = UNTIL + 1
    keep(shifts, "liu", "other", replace(signed("liu"), shift=Shift("offline-liu", b"l" * 32, later + 9)), later)
    assert (shifts.knows("wang"), shifts.knows("liu")) == (False, True)
    keep(shifts, "liu", "newer", replace(signed("liu"), shift=Shift("second", b"m" * 32, later + 9)), later)
    assert refusal(shifts, "other", later, "liu") == "rule.sign_in_wrong"
    assert shifts.open("liu", "newer", "desk", later).session == "second"


def test_neither_password_nor_key_nor_name_stands_in_the_files(shifts: Shifts, outbox: Outbox, tmp_path: Path) -> None:
    kept = outbox.me.recall("shifts") or b""
    assert kept
    outbox.keep_copy()
    everything = kept + b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    for secret in (RIGHT, "offline-wang", SHIFT.key.hex(), WANG.name):
        assert secret.encode() not in everything
