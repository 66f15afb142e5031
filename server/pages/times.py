"""How pages say instants and time left: in the city's zone, in the language of the texts."""

from rules.calendar import DAY, HOUR, MINUTE, WorkCalendar
from rules.texts import Texts

TO_THE_SECOND = 5 * MINUTE  # below this much, seconds are shown


class Times:
    """Instants are ms UTC; 0 is none and is said as a dash."""

    def __init__(self, texts: Texts, calendar: WorkCalendar, now: int) -> None:
        self._texts = texts
        self._calendar = calendar
        self.now = now

    def at(self, instant: int) -> str:
        """Today `10:32`, another day `11-24 周二 10:32`, another year with its year."""
        if not instant:
            return self._texts.text("word.unknown")
        moment, today = self._calendar.local(instant), self._calendar.local(self.now)
        clock = f"{moment:%H:%M}"
        if moment.date() == today.date():
            return clock
        key = "page.time.day" if moment.year == today.year else "page.time.day_of_year"
        weekday = self._texts.text("page.time.weekdays").split()[moment.weekday()]
        return self._texts.text(key, year=moment.year, date=f"{moment:%m-%d}", weekday=weekday, time=clock)

    def full(self, instant: int) -> str:
        """The day and the time of day, whatever today is: `2015-04-22 09:12`."""
        return f"{self._calendar.local(instant):%Y-%m-%d %H:%M}"

    def machine(self, instant: int) -> str:
        """The instant for the attribute `datetime`."""
        return self._calendar.local(instant).isoformat(timespec="seconds") if instant else ""

    def left(self, ms: int | None) -> str:
        """Time left: `剩 2 时 05 分`; negative is overdue: `超 04:12`; None: a dash."""
        if ms is None:
            return self._texts.text("word.unknown")
        return self._texts.text("page.time.over" if ms < 0 else "page.time.left", span=self._span(abs(ms)))

    def _span(self, ms: int) -> str:
        if ms < TO_THE_SECOND:
            return f"{ms // MINUTE:02}:{ms % MINUTE // 1000:02}"
        if ms < HOUR:
            return self._texts.text("page.time.minutes", minutes=ms // MINUTE)
        if ms < DAY:
            return self._texts.text("page.time.hours", hours=ms // HOUR, minutes=f"{ms % HOUR // MINUTE:02}")
        return self._texts.text("page.time.days", days=ms // DAY, hours=ms % DAY // HOUR)
