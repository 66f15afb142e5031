"""The import-linter contract type `may_import`: what a package may import, besides the standard library.

The contract types that come with import-linter see an outside library only as a whole. Ours also reads the line of the
import, so that `PySide6.QtCore` can be allowed and `PySide6.QtWidgets` refused.
"""

import re
import sys
from collections.abc import Iterable, Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Imported = tuple[str, int, str]  # importing module, line, imported module


def is_within(module: str, package: str) -> bool:
    """Whether `module` is `package` or lies in it."""
    return module == package or module.startswith(f"{package}.")


def outside_modules(line: str, root: str) -> set[str]:
    """The modules of the outside library `root` that an import line names; `root` itself when it names none.

    >>> sorted(outside_modules("from PySide6 import QtCore, QtGui", "PySide6"))
    ['PySide6.QtCore', 'PySide6.QtGui']
    """
    statement = line.partition("#")[0]
    if found := re.match(rf"\s*from\s+{root}\s+import\s+\(?(.+)", statement):
        names = re.findall(r"(\w+)(?:\s+as\s+\w+)?", found[1])
        return {f"{root}.{name}" for name in names if name[0].isupper()} or {root}
    return set(re.findall(rf"\b{root}(?:\.\w+)*", statement.partition(" import ")[0])) or {root}


class MayImport(Contract):
    """Broken when a module of `modules` imports what is neither `allowed` nor in the standard library."""

    type_name = "may_import"

    modules = fields.ListField(subfield=fields.StringField())
    except_modules = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    allowed = fields.ListField(subfield=fields.StringField())
    but_not = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import of every module that the contract speaks of."""
        found = [entry for module in sorted(self._importers(graph)) for entry in self._imports(graph, module)]
        refused = [entry for entry in found if not self._permits(entry[2])]
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import with its place."""
        for importer, line, imported in check.metadata["refused"]:
            output.print_error(f"{importer} may not import {imported} (line {line})")

    def _importers(self, graph: ImportGraph) -> Iterable[str]:
        excepted = list(self.except_modules or [])
        for module in graph.modules:
            inside = any(is_within(module, package) for package in self.modules)
            if inside and not any(is_within(module, package) for package in excepted):
                yield module

    def _imports(self, graph: ImportGraph, module: str) -> Iterator[Imported]:
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            for detail in graph.get_import_details(importer=module, imported=imported):
                line, text = detail["line_number"], detail["line_contents"]
                names = outside_modules(text, imported) if graph.is_module_squashed(imported) else {imported}
                yield from ((module, line, name) for name in sorted(names))

    def _permits(self, imported: str) -> bool:
        if any(is_within(imported, package) for package in self.but_not or []):
            return False
        standard = imported.partition(".")[0] in sys.stdlib_module_names
        return standard or any(is_within(imported, package) for package in self.allowed)
