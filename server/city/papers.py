"""`[[forms]]` of `city.toml`: the city's own templates, read and checked; what is wrong is named with its file."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rules.city import Paper
from rules.paper.fields import FIELDS, NEEDED, known
from server.city import values
from server.city.findings import Findings
from server.city.toml import Section
from server.papers import BadTemplate, Template, read

SUFFIXES = ("docx", "xlsx")


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """One form as `city.toml` has it: `file` and `file_en` lie in the city's folder."""

    key: str
    file: str
    file_en: str
    name: str
    name_en: str


def paper_settings(top: Section) -> tuple[PaperSettings, ...]:
    """The forms in the city's order, each key once."""
    found: list[PaperSettings] = []
    for section in top.sections("forms"):
        name = section.texts("name")
        made = PaperSettings(
            section.parse("key", values.one_of(*FIELDS), next(iter(FIELDS)), required=True),
            section.text("file", required=True),
            section.text("file_en"),
            name[0] if name else "",
            name[-1] if name else "",
        )
        section.finish()
        if any(each.key == made.key for each in found):
            section.refuse("key", "form_twice", given=made.key)
        found.append(made)
    return tuple(found)


def read_papers(folder: Path, settings: Iterable[PaperSettings], findings: Findings) -> dict[str, Paper]:
    """The forms by key; one with a fault is left out, and the fault is found."""
    papers = {}
    for each in settings:
        own = _template(folder, each.key, each.file, findings)
        english = _template(folder, each.key, each.file_en, findings) if each.file_en else ("", b"", "")
        if own and english:
            papers[each.key] = Paper(each.name or each.key, each.name_en, *own, *english)
    return papers


def _template(folder: Path, key: str, file: str, findings: Findings) -> tuple[str, bytes, str] | None:
    path = PurePosixPath(file)
    suffix = path.suffix[1:].lower()
    if path.is_absolute() or ".." in path.parts or suffix not in SUFFIXES:
        findings.refuse("form_file", file or "–", expected=", ".join(f"*.{each}" for each in SUFFIXES))
        return None
    try:
        body = (folder / file).read_bytes()
        template = read(suffix, body)
    except OSError:
        findings.refuse("no_file", file)
    except BadTemplate as error:
        findings.refuse("form_unreadable", file, reason=error)
    else:
        return (suffix, body, template.page) if _is_sound(key, file, template, findings) else None
    return None


def _is_sound(key: str, file: str, template: Template, findings: Findings) -> bool:
    may = known(key)
    wrong = [*template.odd, *(f"{{{{{mark}}}}}" for mark in sorted(template.marks - may))]
    for mark in wrong:
        findings.refuse("form_unknown", file, given=mark, expected=", ".join(sorted(may)))
    missing = sorted(NEEDED[key] - template.marks)
    for mark in missing:
        findings.refuse("form_missing", file, given=f"{{{{{mark}}}}}")
    for mark in template.loose:
        findings.refuse("form_loose", file, given=f"{{{{{mark}}}}}")
    for lists in template.mixed:
        findings.refuse("form_mixed", file, given=lists)
    return not (wrong or missing or template.loose or template.mixed)
