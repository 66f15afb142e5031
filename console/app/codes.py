"""The exit codes of the console."""

OK, BROKEN, BAD_SETTINGS, FILES_IN_USE, FILES_UNUSABLE, NO_SCREEN = range(6)
