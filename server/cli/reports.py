"""`reports`: files of reports (CSV, Excel) tried or taken in, and the answers that go back by a file."""

import argparse
import asyncio
import sys
from pathlib import Path

from rules.powers import Deed
from rules.showing import Showing
from server.access.accounts import SYSTEM
from server.citizens.house import citizens_of
from server.cli.common import CannotStart, Commands, add_data_options, either, open_all, settings_of, user_language
from server.machines.errors import Refused
from server.machines.orders import Orders
from server.parts import Parts, put_together
from server.sheets.answers import Answers
from server.sheets.importing import SheetImport
from server.sheets.telling import problem_words, summary

MB = 1024 * 1024


def add(commands: Commands) -> None:
    """The command's options."""
    parser = commands.add_parser("reports", help="files of reports: the forms, import, the answers that go back")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    forms = actions.add_parser("forms", help="the forms of the city's machines.toml with their columns")
    forms.set_defaults(run=run_forms)
    load = actions.add_parser("import", help="take a file in; the same file again makes no second case")
    load.add_argument("file", type=Path, help="CSV or .xlsx")
    load.add_argument("--dry-run", action="store_true", help="only say what would come of it")
    load.set_defaults(run=run_import)
    answers = actions.add_parser("answers", help="the answers to a form's orders, as CSV on standard output")
    answers.set_defaults(run=run_answers)
    for action in (load, answers):
        action.add_argument("--form", required=True, metavar="CODE", help="which form of machines.toml it has")
    for action in (forms, load, answers):
        add_data_options(action)


def run_forms(arguments: argparse.Namespace) -> int:
    """A line for each form."""
    parts = _parts(arguments)
    try:
        texts = parts.speech.texts(user_language())
        for form in parts.cities.current.machines.sheets.values():
            columns = ", ".join(f"{name} = {column}" for name, column in form.columns.items())
            sys.stdout.write(f"{form.code}\t{texts.name(form.name, form.name_en)}\t{columns}\n")
    finally:
        parts.close()
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Rows that are no report are told with sheet, row and column; 1 when there were any."""
    parts = _parts(arguments)
    try:
        texts = parts.speech.texts(user_language())
        data = _read(arguments.file, parts.cities.current.machines.file_mb)
        intake = citizens_of(parts).intake
        orders = Orders(parts.database, intake, parts.cities, parts.geocoding, parts.speech)
        imports = SheetImport(orders, intake, parts.cities, parts.geocoding)
        done = asyncio.run(imports.run(data, arguments.form, dry=arguments.dry_run))
    except Refused as refused:
        raise CannotStart(f"{arguments.file}: {texts.text(refused.key, **refused.details)}") from refused
    finally:
        parts.close()
    name = arguments.file.name
    wrong = (texts.text("sheet.line", where=name, what=problem_words(each, texts)) for each in done.problems)
    sys.stderr.writelines(f"{each}\n" for each in wrong)
    sys.stdout.write(summary(done, texts) + "\n")
    return 1 if done.problems else 0


def run_answers(arguments: argparse.Namespace) -> int:
    """The file on standard output."""
    parts = _parts(arguments)
    try:
        form = parts.cities.current.machines.sheets.get(arguments.form)
        if form is None:
            known = " | ".join(parts.cities.current.machines.sheets) or "machines.toml"
            words = (f"没有表格 {arguments.form}，应为 {known}", f"no form {arguments.form}, expected {known}")
            raise CannotStart(either(*words))
        showing = Showing.of(SYSTEM, parts.cities.current, parts.clock.now(), Deed.EXPORT)
        told = Answers(parts.database, parts.cities).of(form, 0, parts.speech.texts(user_language()), showing)
    finally:
        parts.close()
    sys.stdout.write(told)
    return 0


def _parts(arguments: argparse.Namespace) -> Parts:
    settings = settings_of(arguments)
    database, cities, clock = open_all(settings)
    return put_together(settings, database, clock, cities)


def _read(file: Path, most_mb: int) -> bytes:
    try:
        if file.stat().st_size > most_mb * MB:
            raise CannotStart(either(f"{file}：超过 {most_mb} MB", f"{file}: more than {most_mb} MB"))
        return file.read_bytes()
    except OSError as error:
        raise CannotStart(f"{file}: {error.strerror}") from error
