"""The lifecycle of a field check: (stage, verb) → what it leads to, who may, what must hold, and what follows."""

from types import MappingProxyType

from rules import rights as r
from rules.check import CheckStage
from rules.commands import Role
from rules.effects import verdicts
from rules.step import Step, Table, at

C = CheckStage
OPEN = (C.SENT, C.FETCHED)

TABLE: Table = MappingProxyType(
    at(C.SENT, "fetched", Step(C.FETCHED, (Role.COLLECTOR,), (r.own_check,)))
    | at(OPEN, "answer_check", Step(C.ANSWERED, (Role.COLLECTOR,), (r.own_check,), effects=(verdicts.answer_check,)))
    | at(OPEN, "recall", Step(C.RECALLED, (Role.ACCEPTOR,), reason="yes", effects=(verdicts.recall_check,)))
)
