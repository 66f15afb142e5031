"""What a check or an import of a city tells: findings by level, and what the city holds."""

from collections.abc import Iterable
from pathlib import Path

from rules.duty_edits import Fault
from rules.texts import Texts
from server.city.compiling import CityRefused, CompiledCity
from server.city.findings import Finding, Level


def refusal(refused: CityRefused, texts: Texts) -> str:
    """Why a folder is refused: every refusal, then what else was found."""
    count = sum(finding.level is Level.REFUSED for finding in refused.findings)
    head = texts.text("city.check.refused", folder=Path(refused.folder), count=count)
    return "\n".join([head, *findings(refused.findings, texts)])


def findings(found: Iterable[Finding], texts: Texts) -> list[str]:
    """Findings in words, refusals first."""
    ordered = sorted(found, key=lambda finding: list(Level).index(finding.level))
    return [f"[{texts.text(f'city.level.{finding.level}')}] {finding.text(texts)}" for finding in ordered]


def fitness(compiled: CompiledCity, texts: Texts) -> list[str]:
    """That a folder fits, all that was found, and what the city holds."""
    city, grids = compiled.city, compiled.city.grids
    counts = {level: sum(finding.level is level for finding in compiled.findings) for level in Level}
    name = texts.name(city.name, city.name_en)
    repaired, noted = counts[Level.REPAIRED], counts[Level.NOTED]
    statistics = texts.text(
        "city.check.statistics",
        units=len(city.units),
        categories=len(city.categories),
        conditions=len(city.conditions),
        duties=len(city.duties),
        grids=len(grids) if grids else 0,
        duty_grids=len(grids.duties) if grids else 0,
        districts=len(grids.districts) if grids else 0,
        roads=len(grids.roads) if grids else 0,
        kilobytes=len(compiled.pack) // 1000,
    )
    fine = texts.text("city.check.fine", name=name, version=city.version, repaired=repaired, noted=noted)
    return [*findings(compiled.findings, texts), statistics, fine]


def fault_words(fault: Fault, texts: Texts) -> str:
    """A fault of an edited line: what, where, what was expected."""
    what = texts.text(f"city.finding.{fault.rule}", **fault.details)
    line, field = f"{fault.kind} {fault.code}", texts.text("city.where.field", field=fault.part)
    where = texts.text("city.where.comma").join((line, field))
    return texts.text("city.where.line", where=where, what=what)
