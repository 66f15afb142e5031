"""What is imported beside the GUI thread brings nothing of Qt: a class made there can end the program."""

import subprocess
import sys

import pytest

from console.app.console import LATER

TELL = "import importlib, sys; importlib.import_module(sys.argv[1]); print([m for m in sys.modules if 'PySide6' in m])"


@pytest.mark.parametrize("module", LATER)
def test_nothing_of_qt_is_loaded_beside_the_gui_thread(module: str) -> None:
    told = subprocess.run([sys.executable, "-c", TELL, module], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
