"""The checker is tested itself: silent on sound databases, loud on each of these that were spoilt by hand."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fixtures.children import wait_until
from tests.together.faults import checker as package
from tests.together.faults.books import CITY, SECRET, WEST, Books, Desk, bytes_of, image, outcome, west
from tests.together.faults.checker.findings import Witness
from tests.together.faults.checker.instant import Instant
from tests.together.faults.checker.judge import Checker
from tests.together.faults.l3.watch import Watch
from tests.together.faults.names import INVARIANTS

FOLDER = Path(str(package.__file__)).parent
ALLOWED = frozenset(sys.stdlib_module_names) | {"sqlcipher3", "psycopg", "cryptography"}


@dataclass
class Case:
    """What a test may spoil."""

    books: Books
    desk: Desk
    witness: Witness
    photos: Path

    def whole(self, *, quiet: bool = True) -> list[str]:
        """The invariants that do not hold."""
        judged = self.checker()
        try:
            return sorted({violation.invariant for violation in judged.whole(quiet=quiet)})
        finally:
            judged.close()

    def now(self, *, answers: bool = True) -> list[str]:
        """The invariants that do not hold at this instant, whatever may still come."""
        looked = Instant(self.books.where, {"desk-1": self.desk.folder}, self.witness, answers=answers).look()
        assert (looked.files, looked.server) == (2, True)
        return sorted({violation.invariant for violation in looked.found})

    def checker(self) -> Checker:
        """A checker that has seen nothing yet."""
        return Checker(self.books.where, {"desk-1": self.desk.folder}, self.witness, self.photos)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    if request.param == "sqlite":
        made = Books(f"sqlite:///{tmp_path_factory.mktemp('books') / 'server.db'}")
    else:
        made = Books(request.getfixturevalue("postgres").create("checker_books"))
    yield made
    made.close()
    if made.is_postgres:
        request.getfixturevalue("postgres").drop("checker_books")


@pytest.fixture
def case(books: Books, tmp_path: Path) -> Iterator[Case]:
    books.fill()
    desk = Desk(tmp_path / "desk-1")
    yield Case(books, desk, Witness(dict.fromkeys(("c1", "c2", "c3"), "desk-1"), {SECRET}), tmp_path / "photos")
    desk.close()


def test_sound_databases_are_sound(case: Case) -> None:
    assert case.whole() == []
    assert case.now() == []


def _lost_command(case: Case) -> None:
    case.desk.outbox.execute("DELETE FROM outbox WHERE id = 'c2'")


def _other_bytes(case: Case) -> None:
    case.desk.outbox.execute("UPDATE outbox SET body = ? WHERE id = 'c2'", (b'{"id":"c2","verb":"other"}',))


def _other_outcome(case: Case) -> None:
    case.desk.outbox.execute("UPDATE outbox SET outcome = ? WHERE id = 'c2'", (outcome("c2", "refused"),))


def _applied_twice(case: Case) -> None:
    feed = west().add(image("case-1", 2), "c2")
    case.books.do("INSERT INTO feed VALUES (?, ?, ?, ?, ?)", feed.rows[-1])
    case.books.do("UPDATE feed_heads SET seq = 3, chain = ? WHERE feed_id = ?", (feed.chain, WEST))


def _happened_twice(case: Case) -> None:
    again = bytes_of({"case_id": "case-1", "n": 3, "command": "c2"})
    case.books.do("INSERT INTO events VALUES ('case-1', 3, ?)", (again,))


def _row_of_a_refused_command(case: Case) -> None:
    case.books.do("UPDATE commands SET state = 'refused', outcome = ? WHERE id = 'c2'", (outcome("c2", "refused"),))


def _forgotten_by_the_server(case: Case) -> None:
    case.books.do("DELETE FROM commands WHERE id = 'c3'")


def _ended_in_silence(case: Case) -> None:
    case.desk.outbox.execute("UPDATE outbox SET state = 'settled', outcome = NULL WHERE id = 'c3'")


def _hole_in_a_feed(case: Case) -> None:
    case.books.do("DELETE FROM feed WHERE feed_id = ? AND seq = 1", (WEST,))


def _changed_row(case: Case) -> None:
    line = west().rows[1][4].replace("垃圾".encode(), "积水".encode())
    case.books.do("UPDATE feed SET line = ? WHERE feed_id = ? AND seq = 2", (line, WEST))


def _version_of_nothing(case: Case) -> None:
    case.books.do("UPDATE cases SET version = 5 WHERE id = 'case-1'")


def _lost_event(case: Case) -> None:
    case.books.do("DELETE FROM events WHERE case_id = 'case-1' AND n = 1")


def _cursor_before_rows(case: Case) -> None:
    values = (1, bytes_of(image("case-1", 1)))
    case.desk.cache.execute("UPDATE cases SET version = ?, image = ? WHERE id = 'case-1'", values)


def _row_not_here(case: Case) -> None:
    case.desk.cache.execute("DELETE FROM cases WHERE id = 'case-2'")


def _cursor_of_another_history(case: Case) -> None:
    marks = {WEST: {"seq": 2, "chain": "e" * 64}, CITY: {"seq": 0, "chain": "0" * 64}}
    case.desk.cache.execute("UPDATE meta SET v = ? WHERE k = 'marks'", (bytes_of(marks),))


def _flipped_value(case: Case) -> None:
    case.desk.cache.execute("UPDATE cases SET image = ? WHERE id = 'case-1'", (bytes_of(image("case-1", 2, "井盖")),))


def _ghost(case: Case) -> None:
    case.desk.cache.execute("INSERT INTO cases VALUES ('ghost', 1, ?)", (bytes_of(image("ghost", 1)),))


def _wrong_sum(case: Case) -> None:
    case.books.do("UPDATE feed_heads SET digest = '00000000000000ff' WHERE feed_id = ?", (CITY,))


def _by_the_wall_clock(case: Case) -> None:
    case.desk.outbox.execute("UPDATE outbox SET n = CASE id WHEN 'c1' THEN 2 ELSE 1 END WHERE id IN ('c1', 'c2')")


def _overtaken_in_the_books(case: Case) -> None:
    told = outcome("c1", "accepted", WEST, 1, 7)
    case.books.do("UPDATE commands SET outcome = ? WHERE id = 'c1'", (told,))


def _never_sent(case: Case) -> None:
    case.desk.outbox.execute("UPDATE outbox SET state = 'queued', outcome = NULL WHERE id = 'c3'")


def _never_caught_up(case: Case) -> None:
    chain = west().rows[0][2]
    marks = {WEST: {"seq": 1, "chain": chain}, CITY: {"seq": 0, "chain": "0" * 64}}
    case.desk.cache.execute("UPDATE meta SET v = ? WHERE k = 'marks'", (bytes_of(marks),))


def _overwritten_unseen(case: Case) -> None:
    said = {"body": {"address": "中原路21号", "was": {"address": "中原路12号"}}, "id": "c2", "verb": "correct"}
    case.books.do("UPDATE commands SET body = ? WHERE id = 'c2'", (bytes_of(said),))
    case.desk.outbox.execute("UPDATE outbox SET body = ? WHERE id = 'c2'", (bytes_of(said),))
    told = {"case_id": "case-1", "n": 2, "command": "c2", "verb": "correct"}
    told |= {"data": [["address", "中原路21号"], ["address_was", "棉纺路3号"]]}
    case.books.do("UPDATE events SET body = ? WHERE case_id = 'case-1' AND n = 2", (bytes_of(told),))


def _case_without_its_feed(case: Case) -> None:
    case.books.do("UPDATE cases SET image = ? WHERE id = 'case-2'", (bytes_of(image("case-2", 1, "井盖")),))


def _personal_in_an_event(case: Case) -> None:
    told = bytes_of({"case_id": "case-2", "n": 1, "command": "c4", "text": f"来电 {SECRET}"})
    case.books.do("UPDATE events SET body = ? WHERE case_id = 'case-2'", (told,))


def _personal_in_the_cache(case: Case) -> None:
    told = bytes_of(image("case-1", 2, SECRET))
    case.desk.cache.execute("UPDATE cases SET image = ? WHERE id = 'case-1'", (told,))


def _photo_called_sent(case: Case) -> None:
    case.desk.outbox.execute("INSERT INTO blobs_out VALUES (?, 'sent')", ("ab" * 32,))


SPOILT: tuple[tuple[str, Callable[[Case], None]], ...] = (
    ("I1", _lost_command),
    ("I1", _other_bytes),
    ("I2", _other_outcome),
    ("I2", _applied_twice),
    ("I2", _happened_twice),
    ("I2", _row_of_a_refused_command),
    ("I3", _forgotten_by_the_server),
    ("I3", _ended_in_silence),
    ("I4", _hole_in_a_feed),
    ("I4", _changed_row),
    ("I4", _version_of_nothing),
    ("I4", _lost_event),
    ("I5", _cursor_before_rows),
    ("I5", _row_not_here),
    ("I5", _cursor_of_another_history),
    ("I6", _flipped_value),
    ("I6", _ghost),
    ("I6", _wrong_sum),
    ("I8", _by_the_wall_clock),
    ("I8", _overtaken_in_the_books),
    ("I9", _never_sent),
    ("I9", _never_caught_up),
    ("I10", _overwritten_unseen),
    ("replay", _case_without_its_feed),
    ("privacy", _personal_in_an_event),
    ("privacy", _personal_in_the_cache),
    ("photos", _photo_called_sent),
)


@pytest.mark.parametrize(("invariant", "spoil"), SPOILT, ids=[spoil.__name__ for _, spoil in SPOILT])
def test_what_was_spoilt_is_reported(case: Case, invariant: str, spoil: Callable[[Case], None]) -> None:
    spoil(case)
    assert invariant in case.whole()


LATER = (_flipped_value, _ghost, _never_sent, _never_caught_up, _photo_called_sent)  # held once all is quiet


@pytest.mark.parametrize(("invariant", "spoil"), SPOILT, ids=[spoil.__name__ for _, spoil in SPOILT])
def test_what_holds_at_any_instant_is_missed_at_once(case: Case, invariant: str, spoil: Callable[[Case], None]) -> None:
    spoil(case)
    assert (invariant in case.now()) == (spoil not in LATER)


def test_where_a_stale_copy_may_stand_for_the_books_nobody_s_answer_need_be_there(case: Case) -> None:
    _forgotten_by_the_server(case)
    assert case.now() == ["I3"]
    assert case.now(answers=False) == []


def test_what_cannot_be_read_now_is_no_fault_and_is_not_counted(case: Case) -> None:
    (case.desk.folder / "outbox.db").rename(case.desk.folder / "away.db")
    looked = Instant("/no/such/file", {"desk-1": case.desk.folder}, case.witness).look()
    assert (looked.found, looked.files, looked.server) == ((), 0, False)


@pytest.mark.parametrize(
    ("name", "found"), [("outbox.jsonl", ["I1"]), ("outbox-old.jsonl", []), ("outbox-old-1.jsonl", [])]
)
def test_of_what_is_not_in_a_sound_outbox_the_archive_must_know(case: Case, name: str, found: list[str]) -> None:
    _lost_command(case)
    case.desk.aside(name, "c2")
    assert case.whole() == case.now() == found
    assert case.whole(quiet=False) == []


def test_what_went_again_may_have_a_higher_number_than_what_was_heard_of_since(case: Case) -> None:
    case.desk.outbox.execute("UPDATE outbox SET n = 9, earlier = ? WHERE id = 'c1'", (outcome("c1", "accepted"),))
    assert case.whole() == []


def test_what_a_copied_folder_sent_before_its_turn_is_not_held_against_the_first(case: Case, tmp_path: Path) -> None:
    _overtaken_in_the_books(case)
    copy = Desk(tmp_path / "copy")  # with the same commands
    judged = Checker(case.books.where, {"desk-1": case.desk.folder, "copy": copy.folder}, case.witness, case.photos)
    assert "I8" not in {violation.invariant for violation in judged.whole(quiet=True)}
    judged.close()
    copy.close()


def test_every_invariant_has_its_spoilt_database() -> None:
    by_the_stage = {"I7", "raw"}  # two moments, or an error that escaped: no database alone shows them
    assert {invariant for invariant, _ in SPOILT} == INVARIANTS.keys() - by_the_stage


def test_an_outcome_must_not_change_from_one_look_to_the_next(case: Case) -> None:
    judged = case.checker()
    assert judged.whole(quiet=True) == []
    case.books.do("UPDATE commands SET outcome = ? WHERE id = 'c3'", (outcome("c3", "refused", version=9),))
    assert "I2" in {violation.invariant for violation in judged.whole(quiet=False)}
    judged.close()


def test_rows_are_read_on_from_the_last_look(case: Case) -> None:
    judged = case.checker()
    assert judged.look() == []
    feed = west().add(image("case-1", 3), "c5")
    case.books.do("INSERT INTO feed VALUES (?, ?, ?, ?, ?)", feed.rows[-1])
    case.books.do("UPDATE feed_heads SET seq = 3, chain = ? WHERE feed_id = ?", ("f" * 64, WEST))
    assert [violation.invariant for violation in judged.look()] == ["I4"]
    judged.close()


def test_it_runs_as_a_program_that_has_nothing_of_ours(case: Case, tmp_path: Path) -> None:
    _never_sent(case)
    witness = tmp_path / "witness.jsonl"
    told = [{"id": name, "console": "desk-1"} for name in ("c1", "c2", "c3")]
    witness.write_text("".join(json.dumps(line) + "\n" for line in told) + '{"id": "to', encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(FOLDER.parent)!r}); import runpy;"
        " runpy.run_module('checker', run_name='__main__', alter_sys=True)"
    )
    wanted = ["--server", case.books.where, "--console", f"desk-1={case.desk.folder}", "--witness", str(witness)]
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program, *wanted, "--quiet"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    assert [json.loads(line)["invariant"] for line in ran.stdout.splitlines()] == ["I9"]


def test_it_looks_whenever_it_is_asked_and_sees_what_came_since(case: Case, tmp_path: Path) -> None:
    witness = tmp_path / "witness.jsonl"

    def ask() -> list[str]:
        witness.write_text('{"id": "c1", "console": "desk-1"}\n', encoding="utf-8")
        return ["--server", case.books.where, "--console", f"desk-1={case.desk.folder}", "--witness", str(witness)]

    watch = Watch(ask, lambda: case.books.where, every_s=0.05)
    watch.start()
    wait_until(lambda: watch.looks >= 2, "two looks")
    _hole_in_a_feed(case)
    before = watch.looks
    wait_until(lambda: watch.looks >= before + 2, "two more")
    found = watch.end()
    watch.close()
    assert {line[:3] for line in found} == {"I4 "}
    assert watch.files == 2 * watch.looks


def test_a_checker_that_never_looked_is_no_good_sign(case: Case) -> None:
    watch = Watch(lambda: ["--server", "/no/such/file"], lambda: "/no/such/file", every_s=0.05, first_s=0.2)
    watch.start()
    assert [line[:35] for line in watch.end()] == ["raw checker: it looked 0 times at t"]
    watch.close()


def test_an_end_at_once_waits_for_the_first_look(case: Case, tmp_path: Path) -> None:
    witness = tmp_path / "witness.jsonl"
    witness.write_text("", encoding="utf-8")
    asked = ["--server", case.books.where, "--console", f"desk-1={case.desk.folder}", "--witness", str(witness)]
    watch = Watch(lambda: asked, lambda: case.books.where, every_s=30)
    watch.start()
    assert watch.end() == []
    assert (watch.looks, watch.files) == (1, 2)
    watch.close()


def test_it_imports_nothing_of_the_programs() -> None:
    found = set()
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    assert found <= ALLOWED
