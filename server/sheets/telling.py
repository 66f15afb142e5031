"""What came of a file, in words: counts, and each row that was left out with its place and what was expected."""

from rules.texts import Texts
from server.sheets.importing import Imported
from server.sheets.reports import Problem


def problem_words(problem: Problem, texts: Texts) -> str:
    """One row: where, what is there, what was expected."""
    sheet = texts.text("sheet.in_sheet", sheet=problem.sheet) if problem.sheet else ""
    where = texts.text("sheet.where", sheet=sheet, row=problem.row, column=problem.column or "–")
    key = problem.rule if problem.rule.startswith(("sheet.", "machine.")) else "sheet.refused"
    expected = _expected(problem.expected, texts)
    why = (
        texts.text(problem.rule, field=problem.column) if f"{problem.rule}" in texts and key == "sheet.refused" else ""
    )
    what = texts.text(key, given=problem.given or "–", expected=expected, why=why)
    return texts.text("sheet.line", where=where, what=what)


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
