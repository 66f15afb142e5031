"""Every cell of the three lifecycle tables, by hand: which verb at which stage, who does it where, what it leads to.

A surface is `desk` (the main window), `review` (the review window), `terminal`, `collector` (their pages), or the name
of the test that shows how the cell comes about without a person: by a timer, by an import. `tests/rules/test_cells.py`
sees that no cell of `rules.tables` is missing here; each surface walks its own cells.
"""

from typing import NamedTuple

EVERY = (
    "reported pre_check accepted to_dispatch with_units to_confirm to_verify to_close closed forced void "
    "declined answered passed_on duplicate"
)
FILED = "to_dispatch with_units to_confirm to_verify to_close"
HAPPENED = f"{FILED} closed forced"


class Cell(NamedTuple):
    """One verb of one role at one stage of a case, a leg or a check. `leads_to` "" = the stage stays."""

    table: str
    stage: str
    verb: str
    role: str
    surface: str
    leads_to: str

    @property
    def name(self) -> str:
        """As a failing test names it."""
        return f"{self.table}-{self.stage or 'new'}-{self.verb}-{self.role}"


def _cells(table: str, stages: str, verb: str, leads_to: str, **surfaces: str) -> list[Cell]:
    """The cells of one row below; a surface names its roles."""
    found = [(role, surface) for surface, roles in surfaces.items() for role in roles.split()]
    at = stages.split() or [""]
    return [Cell(table, stage, verb, role, surface, leads_to) for stage in at for role, surface in found]


CELLS: tuple[Cell, ...] = (
    # --- intake
    *_cells("case", "", "report", "reported", desk="acceptor inspector leader", collector="collector"),
    *_cells("case", "", "report", "reported", citizens="public"),
    *_cells("case", "", "record", "", imported="system"),
    *_cells("case", "", "alarm", "reported", machines="public"),
    *_cells("case", f"reported pre_check accepted {FILED}", "alarm_again", "", machines="public"),
    *_cells("case", "reported", "accept_alarm", "", desk="acceptor"),
    *_cells("case", "reported", "reject_alarm", "declined", desk="acceptor"),
    *_cells("case", "reported", "send_check", "pre_check", desk="acceptor"),
    *_cells("case", "reported", "accept", "accepted", desk="acceptor"),
    *_cells("case", "reported", "decline", "accepted", desk="acceptor"),
    *_cells("case", "accepted", "uphold_decline", "declined", desk="shift_leader"),
    *_cells("case", "reported", "answer", "answered", desk="acceptor"),
    *_cells("case", "reported", "pass_on", "passed_on", desk="acceptor"),
    *_cells("case", "passed_on", "acknowledge", "", desk="acceptor"),
    *_cells("case", "reported", "self_handled", "to_verify", collector="collector"),
    *_cells("case", "accepted", "file", "to_dispatch", desk="shift_leader"),
    *_cells("case", "accepted", "send_back", "reported", desk="shift_leader"),
    *_cells("case", "reported accepted", "attach_duplicate", "duplicate", desk="acceptor shift_leader"),
    *_cells("case", "to_dispatch", "attach_duplicate", "duplicate", desk="shift_leader dispatcher"),
    # --- command
    *_cells("case", "to_dispatch", "dispatch", "with_units", desk="dispatcher"),
    *_cells("case", "to_dispatch", "send_back", "accepted", desk="dispatcher"),
    *_cells("case", "to_dispatch with_units to_confirm", "add_helper", "", desk="dispatcher"),
    *_cells("case", "to_dispatch with_units", "seek_owner", "", desk="dispatcher"),
    *_cells("case", "to_dispatch with_units", "ruling", "", desk="shift_leader"),
    *_cells("case", "to_dispatch with_units", "suspend", "", desk="dispatcher"),
    *_cells("case", "to_dispatch with_units", "resume", "", desk="dispatcher", timer="system"),
    *_cells("case", f"accepted {FILED}", "urge", "", desk="dispatcher shift_leader leader"),
    *_cells("case", FILED, "answer_urge", "", terminal="unit"),
    # --- supervision
    *_cells("case", "to_verify", "send_check", "", desk="acceptor", review="acceptor"),
    *_cells("case", "to_verify", "verify_pass", "to_close", desk="acceptor", review="acceptor"),
    *_cells("case", "to_verify", "verify_fail", "to_dispatch", desk="acceptor", review="acceptor"),
    *_cells("case", "to_close", "close", "closed", desk="shift_leader", review="shift_leader"),
    *_cells("case", "to_close", "send_back", "to_verify", desk="shift_leader", review="shift_leader"),
    *_cells("case", FILED, "force_close", "forced", desk="shift_leader"),
    *_cells("case", "accepted to_dispatch with_units", "void", "void", desk="shift_leader"),
    *_cells("case", "accepted to_dispatch with_units", "ask_void", "", desk="acceptor dispatcher"),
    *_cells("case", "accepted to_dispatch with_units", "grant_void", "void", desk="shift_leader"),
    *_cells("case", "accepted to_dispatch with_units", "refuse_void", "", desk="shift_leader"),
    # --- afterwards
    *_cells("case", "declined answered passed_on duplicate", "reopen", "reported", desk="shift_leader"),
    *_cells("case", "closed forced void", "reopen", "to_dispatch", desk="shift_leader"),
    *_cells("case", "closed forced", "appeal", "", terminal="unit"),
    *_cells("case", "closed forced", "grant_appeal", "", desk="inspector shift_leader"),
    *_cells("case", "closed forced", "refuse_appeal", "", desk="inspector shift_leader"),
    *_cells("case", FILED, "open_ledger", "", desk="dispatcher shift_leader leader"),
    *_cells("case", HAPPENED, "ledger_entry", "", desk="dispatcher shift_leader leader"),
    *_cells("case", HAPPENED, "close_ledger", "", desk="dispatcher shift_leader leader"),
    *_cells("case", HAPPENED, "recur", "", looking="system"),
    *_cells("case", HAPPENED, "name_cause", "", desk="dispatcher shift_leader", terminal="unit"),
    *_cells("case", EVERY.removeprefix("reported "), "answer_reporter", "", desk="acceptor shift_leader"),
    *_cells("case", "closed forced", "follow_up", "", desk="acceptor shift_leader"),
    *_cells("case", "closed forced", "keep_closed", "", desk="shift_leader"),
    *_cells("case", EVERY, "note", "", desk="acceptor shift_leader dispatcher inspector leader"),
    *_cells("case", EVERY, "note", "", terminal="unit", collector="collector", citizens="public"),
    *_cells("case", "closed forced void declined answered passed_on duplicate", "rate", "", citizens="public"),
    *_cells("case", "reported pre_check accepted", "correct", "", desk="acceptor shift_leader"),
    *_cells("case", FILED, "correct", "", desk="acceptor shift_leader dispatcher"),
    # --- a leg
    *_cells("leg", "sent delivered signed working", "told", "", desk="dispatcher acceptor shift_leader"),
    *_cells("leg", "delivered", "fetched", "", terminal="unit"),
    *_cells("leg", "delivered", "sign", "signed", terminal="unit"),
    *_cells("leg", "delivered signed working done", "own_number", "", terminal="unit"),
    *_cells("leg", "delivered", "refuse_sign", "refused", terminal="unit"),
    *_cells("leg", "signed working", "sub_dispatch", "working", terminal="unit"),
    *_cells("leg", "signed working", "feedback", "done", terminal="unit"),
    *_cells("leg", "signed working", "milestone", "working", terminal="unit"),
    *_cells("leg", "done", "pass_up", "accepted", terminal="unit"),
    *_cells("leg", "done", "refuse_up", "working", terminal="unit"),
    *_cells("leg", "done", "confirm_pass", "accepted", desk="dispatcher"),
    *_cells("leg", "done", "confirm_refuse", "working", desk="dispatcher"),
    *_cells("leg", "sent", "recall", "recalled", desk="dispatcher", delivered_at_once="unit"),
    *_cells("leg", "delivered signed working", "recall", "recalled", desk="dispatcher", terminal="unit"),
    *_cells("leg", "sent delivered signed working", "reassign", "recalled", desk="dispatcher"),
    *_cells("leg", "delivered signed working", "ask_return", "", terminal="unit"),
    *_cells("leg", "delivered signed working", "grant_return", "returned", desk="dispatcher", terminal="unit"),
    *_cells("leg", "delivered signed working", "refuse_return", "", desk="dispatcher", terminal="unit"),
    *_cells("leg", "signed working", "ask_extension", "", terminal="unit"),
    *_cells("leg", "signed working", "grant_extension", "", desk="dispatcher shift_leader leader"),
    *_cells("leg", "signed working", "refuse_extension", "", desk="dispatcher shift_leader leader"),
    *_cells("leg", "signed working", "ask_suspension", "", terminal="unit"),
    *_cells("leg", "signed working", "grant_suspension", "", desk="dispatcher shift_leader leader"),
    *_cells("leg", "signed working", "refuse_suspension", "", desk="dispatcher shift_leader leader"),
    # --- a check
    *_cells("check", "sent", "fetched", "fetched", collector="collector"),
    *_cells("check", "sent fetched", "answer_check", "answered", collector="collector"),
    *_cells("check", "sent fetched", "recall", "recalled", desk="acceptor"),
)

BY_ITSELF = {
    "looking": "tests/server/test_recurrence.py::test_a_matter_that_comes_back_is_linked_when_it_is_filed",
    "timer": "tests/server/test_timers.py::test_a_suspension_ends_by_itself_once",
    "imported": "tests/server/test_importer.py::test_a_closed_row_says_what_it_says_and_no_more",
    "citizens": "tests/server/public/test_status.py::test_what_was_not_fixed_is_a_new_report_and_a_note_on_the_old_one",
    "machines": "tests/server/machines/test_alarms.py::test_the_same_alarm_again_adds_to_its_row",
    "delivered_at_once": "tests/server/test_casebook.py::test_a_dispatch_is_delivered_in_the_same_transaction",
}
"""What no person does, and the test that shows how it comes about."""


def cells_of(surface: str) -> list[Cell]:
    """The cells that are walked on one surface."""
    return [cell for cell in CELLS if cell.surface == surface]
