"""How much one device, one address or one program may send; the numbers are the city's."""

import time
from collections import deque
from collections.abc import Callable

from rules.commands import NotAllowed
from rules.services import CitizenRules
from server.citizens.kept import CitizenReports
from server.clock import Clock

HOUR_MS = 3_600_000
MINUTE_S = 60.0


class TooOften(NotAllowed):
    """More than the city takes from one at a time; `after_s`: when to come again."""

    def __init__(self, rule: str, after_s: int, **details: object) -> None:
        super().__init__(rule, **details)
        self.after_s = after_s


class Limits:
    """Asked before anything of a report is kept."""

    def __init__(self, reports: CitizenReports, clock: Clock, mono: Callable[[], float] = time.monotonic) -> None:
        self._reports, self._clock, self._mono = reports, clock, mono
        self._keys: dict[str, deque[float]] = {}

    def page(self, device: str, address: str, rules: CitizenRules) -> None:
        """Raises TooOften for who has sent much within an hour, or has much that is still open."""
        since = self._clock.now() - HOUR_MS
        for column, mark, most in (("device", device, rules.device_hour), ("address", address, rules.address_hour)):
            if mark and self._reports.sent_since(column, mark, since) >= most:
                raise TooOften("citizen.too_often", 3600, most=most)
        if device and self._reports.open_of(device) >= rules.device_open:
            raise TooOften("citizen.too_many_open", 3600, most=rules.device_open)

    def key(self, key_id: str, rules: CitizenRules) -> None:
        """Raises TooOften for a program that has sent much within a minute."""
        now, sent = self._mono(), self._keys.setdefault(key_id, deque())
        while sent and sent[0] <= now - MINUTE_S:
            sent.popleft()
        if len(sent) >= rules.key_minute:
            raise TooOften("citizen.key_too_often", int(MINUTE_S - (now - sent[0])) + 1, most=rules.key_minute)
        sent.append(now)
