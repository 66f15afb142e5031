"""What may go wrong with a push; the outcome of a single command is never an exception."""


class ApplyFailed(Exception):
    """A command met an unexpected error; it is counted and may be sent again. The third time it is quarantined."""


class NotTogether(Exception):
    """The database does not keep what several commands come to; each of them by itself will tell which one it is."""


class ForkFound(Exception):
    """The console was cloned or restored: it takes a new console id and renumbers what is unsent.

    `renewal`: a one-time token with which it may enrol anew by itself, "" = none.
    """

    def __init__(self, last_n: int, renewal: str = "") -> None:
        super().__init__("fork")
        self.last_n = last_n
        self.renewal = renewal


class ForeignConsole(Exception):
    """The console id is not the one with which the workstation was enrolled."""
