"""The look that widgets of the tests are dressed in."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from console.ui.look import Look

RESOURCES = Path(resources.__file__).parent


@pytest.fixture(params=["dark", "light"])
def any_look(request: pytest.FixtureRequest, qapp: QApplication) -> Look:
    """Both themes, one after the other."""
    look = Look(request.param, 1.0, RESOURCES)
    look.dress(qapp)
    return look


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The dark theme at 100 %."""
    look = Look("dark", 1.0, RESOURCES)
    look.dress(qapp)
    return look
