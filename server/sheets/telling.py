"""What came of a file, in words: counts, and each row that was left out with its place and what was expected."""

from rules.texts import Texts
from server.sheets.importing import Imported
from server.sheets.reports import Problem


def problem_words(problem: Problem, texts: Texts) -> str:
    """One row: where, what is there, what was expected."""
    sheet = texts.text("sheet.in_sheet", sheet=problem.sheet) if problem.sheet else ""
    where = texts.text("sheet.where", sheet=sheet, row=problem.row, column=problem.column or "–")
    return texts.text("sheet.line", where=where, what=_what(problem, texts))


def _what(problem: Problem, texts: Texts) -> str:
    told = {"given": problem.given or "–", "expected": _expected(problem.expected, texts)}
    if problem.rule.startswith("sheet."):
        return texts.text(problem.rule, **told)
    why = texts.text(problem.rule, **{**problem.details, "field": problem.column})
    return texts.text("sheet.refused", given=told["given"], why=why)


def _expected(expected: str, texts: Texts) -> str:
    for section in ("kind", "form"):
        if f"{section}.{expected}" in texts:
            return texts.text(f"{section}.{expected}")
    return expected or "–"


def summary(imported: Imported, texts: Texts) -> str:
    """The counts in one sentence."""
    key = "sheet.tried" if imported.is_dry else "sheet.taken"
    wrong = len(imported.problems)
    return texts.text(key, rows=imported.rows, new=imported.new, known=imported.known, wrong=wrong)
