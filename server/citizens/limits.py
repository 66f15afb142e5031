"""How much one device, one address or one program may send; the numbers are the city's."""

import time
from collections import deque
from collections.abc import Callable

from rules.commands import NotAllowed
from rules.services import CitizenRules
from server.citizens.kept import CitizenReports
from server.clock import Clock

HOUR_MS = 3_600_000
MINUTE_S, HOUR_S = 60.0, 3600.0
KNOCKS = 4  # forms that are sent for each report that is taken: what was missing is added
KNOWN = 10_000


class TooOften(NotAllowed):
    """More than the city takes from one at a time; `after_s`: when to come again."""

    def __init__(self, rule: str, after_s: int, **details: object) -> None:
        super().__init__(rule, **details)
        self.after_s = after_s


class Limits:
    """Asked before anything of a report is kept."""

    def __init__(self, reports: CitizenReports, clock: Clock, mono: Callable[[], float] = time.monotonic) -> None:
        self._reports, self._clock, self._mono = reports, clock, mono
        self._sent: dict[str, deque[float]] = {}

    def page(self, device: str, address: str, rules: CitizenRules) -> None:
        """Raises TooOften for who has sent much within an hour, or has much that is still open."""
        since = self._clock.now() - HOUR_MS
        for column, mark, most in (("device", device, rules.device_hour), ("address", address, rules.address_hour)):
            if mark and self._reports.sent_since(column, mark, since) >= most:
                raise TooOften("citizen.too_often", 3600, most=most)
        if device and self._reports.open_of(device) >= rules.device_open:
            raise TooOften("citizen.too_many_open", 3600, most=rules.device_open)

    def knock(self, address: str, rules: CitizenRules) -> None:
        """Raises TooOften for an address that sends form after form, whatever becomes of them: photos take room."""
        self._count(f"address {address}", HOUR_S, KNOCKS * rules.address_hour, "citizen.too_often")

    def key(self, key_id: str, rules: CitizenRules) -> None:
        """Raises TooOften for a program that has sent much within a minute."""
        self._count(f"key {key_id}", MINUTE_S, rules.key_minute, "citizen.key_too_often")

    def _count(self, who: str, within_s: float, most: int, rule: str) -> None:
        now, sent = self._mono(), self._sent.setdefault(who, deque())
        while sent and sent[0] <= now - within_s:
            sent.popleft()
        if len(sent) >= most:
            raise TooOften(rule, int(within_s - (now - sent[0])) + 1, most=most)
        sent.append(now)
        if len(self._sent) > KNOWN:
            self._sent = {each: times for each, times in self._sent.items() if times[-1] > now - HOUR_S}
