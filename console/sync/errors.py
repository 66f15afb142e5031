"""What can come of talking to the server, as classes: none of them is the outcome of a command."""

from collections.abc import Mapping

_WHY_ANEW = {"forgotten": "link.forgotten", "chain": "link.chain", "far": "link.far_behind"}


class ServerUnreachable(Exception):
    """No answer that can be used: line down, timeout, cut off, somebody else answered. `reason`: key of the texts.

    `patient`: the wait after it is not cut short when another way hears the server: that would tell nothing new.
    """

    patient = False

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = {key: str(value) for key, value in details.items()}


class Busy(ServerUnreachable):
    """429 or 503: come back later, at the earliest after `retry_after` seconds."""

    patient = True

    def __init__(self, retry_after: float, reason: str = "link.busy") -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Stale(Busy):
    """503 "error.stale": it lives, and has not seen its database for a while; another one may have."""


class Failing(ServerUnreachable):
    """Somebody is there, but not able: 5xx, or an error of this program itself. Later, and not sooner than usual."""

    patient = True


class NotKnown(ServerUnreachable):
    """401: the server at this address does not know this workstation: enrol it again. Nothing here is touched.

    `address` is "" where a greeting has told it.
    """

    patient = True

    def __init__(self, address: str) -> None:
        super().__init__("link.sign_in", address=address)


class OtherVersion(ServerUnreachable):
    """The server speaks another version of the protocol."""

    patient = True

    def __init__(self, theirs: str) -> None:
        super().__init__("link.other_version", theirs=theirs)


class Misread(ServerUnreachable):
    """The server cannot read what was pushed and settled none of it: sent unchanged it would meet the same again."""

    patient = True

    def __init__(self, rule: str, text: str) -> None:
        super().__init__("link.misread", rule=rule, text=text)


class NotTaken(ServerUnreachable):
    """The answer to this one photo, readable or not, is that it is not taken now; others may go meanwhile."""


class SnapshotNeeded(Exception):
    """410: the rows do not go on from the cursor, or all anew is the shorter way. `reason` is a key of the texts."""

    def __init__(self, why: str = "") -> None:
        self.reason = _WHY_ANEW.get(why, "link.new_epoch")
        super().__init__(self.reason)


class Refused(Exception):
    """A 4xx with the server's own reason. `rule` is a key of the texts, `text` its words."""

    def __init__(self, status: int, rule: str, details: Mapping[str, str], text: str) -> None:
        super().__init__(f"{status} {rule}")
        self.status, self.rule, self.details, self.text = status, rule, details, text

    @property
    def unreachable(self) -> ServerUnreachable:
        """For ways on which no refusal is expected: it is as good as no answer."""
        return ServerUnreachable("link.refused", rule=self.rule, text=self.text)
