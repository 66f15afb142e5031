"""A case as a recorded row of another system tells it: nothing in it is judged by us, nothing is added."""

from rules.assignment import Assignment, LegStage
from rules.case import Recorded, Stage
from rules.deed import Also, Deed
from rules.frozen import changed

_AS_SAID = (
    "number", "external_number", "source", "category", "words", "address", "lon", "lat", "located", "datum", "given",
    "unit_grid", "duty_grid", "district", "street", "community",
)  # fmt: skip
_OF_ROW = Recorded.__struct_fields__
_AS_RECORDED = Assignment("", 1, "", rule="recorded")
_LEG = {Stage.WITH_UNITS: LegStage.DELIVERED, Stage.CLOSED: LegStage.ENDED}


def record(deed: Deed) -> None:
    """Reported; dispatched as recorded, where the row names a unit and stands with it or is closed; closed."""
    body = deed.body or {}
    said = body.get
    stage = Stage(body["stage"])
    reported, closed = said("reported_at", 0), said("closed_at", 0)
    unit = said("unit", "") if stage in _LEG else ""
    deed.at, deed.quality = reported, "recorded"
    if unit:
        deed.follow(Also("dispatch", unit=unit, reason="recorded", before=Stage.TO_DISPATCH, after=Stage.WITH_UNITS))
    if closed:
        deed.follow(Also("close", reason=said("closed_reason", ""), at=closed, after=stage))
    filed = reported if stage is not Stage.REPORTED else 0
    deed.begin(
        id=deed.command.case_id,
        stage=stage,
        reported_at=reported,
        filed_at=filed,
        handed_at=filed,
        first_dispatched_at=reported if unit else 0,
        closed_at=closed,
        ended_reason=said("closed_reason", ""),
        city_version=deed.city.version,
        stage_since=closed or reported,
        round=1 if unit else 0,
        legs=(_leg(deed, unit, stage, reported, closed),) if unit else (),
        recorded=Recorded(**{name: body[name] for name in _OF_ROW if name in body}),
        **{name: body[name] for name in _AS_SAID if name in body},
    )


def _leg(deed: Deed, unit: str, stage: Stage, at: int, closed: int) -> Assignment:
    leg_id, at_stage = deed.command.id, _LEG[stage]
    return changed(_AS_RECORDED, id=leg_id, unit=unit, stage=at_stage, sent_at=at, delivered_at=at, ended_at=closed)
