"""A case as a recorded row of another system tells it: nothing in it is judged by us, nothing is added."""

from rules.assignment import Assignment, LegStage
from rules.case import Case, Recorded, Stage
from rules.deed import Also, Deed

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
    deed.begin(
        Case(
            id=deed.command.case_id,
            stage=stage,
            number=said("number", ""),
            external_number=said("external_number", ""),
            source=said("source", ""),
            category=said("category", ""),
            words=said("words", ""),
            address=said("address", ""),
            lon=said("lon", 0),
            lat=said("lat", 0),
            located=said("located", False),
            datum=said("datum", "cgcs2000"),
            given=said("given", ""),
            unit_grid=said("unit_grid", ""),
            duty_grid=said("duty_grid", ""),
            district=said("district", ""),
            street=said("street", ""),
            community=said("community", ""),
            reported_at=reported,
            filed_at=reported if stage is not Stage.REPORTED else 0,
            handed_at=reported if stage is not Stage.REPORTED else 0,
            first_dispatched_at=reported if unit else 0,
            closed_at=closed,
            ended_reason=said("closed_reason", ""),
            city_version=deed.city.version,
            stage_since=closed or reported,
            round=1 if unit else 0,
            legs=(_leg(deed, unit, stage, reported, closed),) if unit else (),
            recorded=Recorded(
                said("source_number", ""), said("on_time", ""), said("closed_reason", ""), said("department", ""),
                said("due_at", 0), said("row", 0),
            ),
        )
    )  # fmt: skip


def _leg(deed: Deed, unit: str, stage: Stage, at: int, closed: int) -> Assignment:
    return Assignment(
        deed.command.id, 1, unit, stage=_LEG[stage], rule="recorded", sent_at=at, delivered_at=at, ended_at=closed
    )
