"""Local times of a file as instants, quickly: the zone is asked once per hour that occurs."""

from datetime import datetime
from zoneinfo import ZoneInfo

ISO = "%Y-%m-%d %H:%M:%S"


class Instants:
    """Reads times without an offset in one zone; a time that occurs twice in autumn is the first of the two."""

    def __init__(self, zone: str, time_format: str = ISO) -> None:
        self._zone = ZoneInfo(zone)
        self._format = time_format
        self._hours: dict[str, int] = {}

    def of(self, text: str) -> int:
        """Ms UTC; 0 for an empty text. Raises ValueError."""
        if not text:
            return 0
        if self._format != ISO or len(text) != 19:
            return _ms(datetime.strptime(text, self._format).replace(tzinfo=self._zone))
        hour = text[:13]
        if hour not in self._hours:
            self._hours[hour] = _ms(datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=self._zone))
        if text[13] != ":" or text[16] != ":":
            raise ValueError(text)
        minute, second = int(text[14:16]), int(text[17:19])
        if not (0 <= minute < 60 and 0 <= second < 60):
            raise ValueError(text)
        return self._hours[hour] + (minute * 60 + second) * 1000


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
