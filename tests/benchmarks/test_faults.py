"""The long form of the faults: what is done is not done again, nothing ends unseen, and the page says what there is."""

from pathlib import Path

import pytest

from benchmarks.faults import jobs, summary
from benchmarks.faults.jobs import Job
from benchmarks.faults.rows import everything
from benchmarks.faults.work import Work
from tests.together.faults import mutants
from tests.together.faults.names import FAULTS, NOT_MADE
from tests.together.faults.units import Unit, append


def job(seed: int, ends: str = "well") -> Job:
    return Job("L1", seed, "sqlite", ("tests.benchmarks.a_unit", str(seed), ends))


def test_the_long_form_is_as_long_as_its_goals_and_knows_each_unit_by_itself() -> None:
    steps = sum(int(each.command[-1]) for each in jobs.l1())
    commands = dict.fromkeys(jobs.DATABASES, 0)
    for each in jobs.l3():
        commands[each.database] += int(each.command[-1])
    assert steps * jobs.ACTING >= 1_000_000
    assert commands == {"sqlite": 50_000, "postgresql": 50_000}
    assert {mutant.name for mutant in mutants.mutants()} >= jobs.QUICKEST
    keys = [each.key for each in everything()]
    assert len(keys) == len(set(keys))
    assert not {each.key for each in jobs.short() if each.seed} & set(keys)


def test_each_unit_is_done_once_and_goes_on_where_it_was(tmp_path: Path) -> None:
    first = Work(tmp_path).do([job(1), job(2)])
    assert sorted(unit.seed for unit in first) == [1, 2]
    dead = job(2, "dead")  # would fail, were it run again
    again = Work(tmp_path).do([job(1), dead, job(3)])
    assert sorted(unit.seed for unit in again) == [1, 2, 3]
    assert len((tmp_path / "faults-units.jsonl").read_text().splitlines()) == 3


def test_another_machine_goes_on_from_what_was_kept(tmp_path: Path) -> None:
    done = Work(tmp_path / "here").do([job(2), job(1)])
    page = tmp_path / "faults.md"
    summary.write(done, page)
    there = Work(tmp_path / "there", kept=page.with_suffix(".jsonl"))
    again = there.do([job(1, "dead"), job(2, "dead"), job(3)])  # would fail, were they run again
    assert sorted(unit.seed for unit in again) == [1, 2, 3]
    assert [unit.seed for unit in Work(tmp_path / "there").done([job(1), job(2), job(3)])] == [3]


def test_what_broke_is_a_result_and_what_ended_without_a_line_is_none(tmp_path: Path) -> None:
    work = Work(tmp_path)
    assert [unit.violations for unit in work.do([job(1, "broken")])] == [["I1 desk: lost"]]
    with pytest.raises(RuntimeError, match="it could not begin"):
        work.do([job(2, "dead"), job(3)])
    assert [unit.seed for unit in work.done([job(2), job(3)])] == [3]


def test_units_of_another_source_count_for_nothing(tmp_path: Path) -> None:
    work = Work(tmp_path)
    append(work.journal, Unit("L1", 1, "sqlite", 10, 0, of="another"))
    assert work.done([job(1)]) == []


UNITS = (
    Unit("L1", 1, "sqlite", 5_000, 0, {"K1": 7, "N2": 3}, seconds=1_800, looks=5_000),
    Unit("L2", 1, "sqlite", 0, 0, {"N2": 1}, looks=70),
    Unit("L3", 1, "postgresql", 0, 1_010, {"K1": 4}, ["I1 desk-0: x is nowhere"], points={"server.heads": 2}),
    Unit("mutant 01-no-ledger", 0, "", 900, 0, violations=["raw server: IntegrityError"], seconds=1_800),
    Unit("mutant 05-no-requeue", 0, "", 900, 0, violations=["I9 desk-0: late"]),
)


def test_the_page_tells_the_figures_of_the_units() -> None:
    page = summary.page(UNITS, "2026-11-22 08:00 UTC", "abc1234")
    assert "2026-11-22 08:00 UTC, commit abc1234" in page
    assert "1.0 h" in page
    assert "**L1**: 5,000 steps · **L3**: 1,010 commands" in page
    assert "**Violations**: 1, by 5,000 (L1) + 70 (L2) + 0 (L3) looks of the checker while it ran" in page
    assert "| K1 | console killed at a write | 7 | · | 4 |" in page
    assert "| N2 | answer lost | 3 | 1 | 0 |" in page
    assert "server.heads 2" in page
    assert "fewer than 20 times**: K1 11, K2 0, K3 0, N1 0, N2 4, " in page
    assert (
        "never seen there**: K2 at L1, K2 at L3, K3 at L1, K3 at L3, N1 at L1, N1 at L2, N1 at L3, N2 at L3, " in page
    )
    assert f"**Mutants killed**: 1 of {len(mutants.mutants())}" in page  # one died by another invariant than its own
    assert "| 01-no-ledger | raw: errors are told in words, none escapes | L1 seed 1 steps 4000 | 900 |" in page
    assert "| 05-no-requeue | I3: every command ends where a person sees it | L1 seed 2 steps 6000 | not yet |" in page


def test_the_page_names_every_fault_and_mutant_and_what_is_not_made() -> None:
    page = summary.page((), "now", "none")
    assert all(f"| {fault.name} | {fault.made} |" in page for fault in FAULTS)
    assert all(f"| {mutant.name} |" in page for mutant in mutants.mutants())
    assert all(f"- {each}" in page for each in NOT_MADE)
    assert len(page.splitlines()) <= 150


def test_the_page_that_is_kept_has_the_same_faults_and_mutants_as_the_source() -> None:
    page = summary.FILE.read_text(encoding="utf-8")
    assert all(f"| {fault.name} | {fault.made} |" in page for fault in FAULTS)
    assert all(f"| {mutant.name} | {mutant.invariant}: " in page for mutant in mutants.mutants())
