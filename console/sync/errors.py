"""What can come of talking to the server, as classes: none of them is the outcome of a command."""

from collections.abc import Mapping


class ServerUnreachable(Exception):
    """No answer that can be used: line down, timeout, cut off, somebody else answered. `reason`: key of the texts."""

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = {key: str(value) for key, value in details.items()}


class Busy(ServerUnreachable):
    """429 or 503: come back later, at the earliest after `retry_after` seconds."""

    def __init__(self, retry_after: float, reason: str = "link.busy") -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class NotKnown(ServerUnreachable):
    """401: the server does not know this workstation or session; sign in again. Nothing here is touched."""

    def __init__(self) -> None:
        super().__init__("link.sign_in")


class OtherVersion(ServerUnreachable):
    """The server speaks another version of the protocol."""

    def __init__(self, theirs: str) -> None:
        super().__init__("link.other_version", theirs=theirs)


class SnapshotNeeded(Exception):
    """410: the cursor is below the floor or of another epoch."""


class Refused(Exception):
    """A 4xx with the server's own reason. `rule` is a key of the texts, `text` its words."""

    def __init__(self, status: int, rule: str, details: Mapping[str, str], text: str) -> None:
        super().__init__(f"{status} {rule}")
        self.status, self.rule, self.details, self.text = status, rule, details, text
