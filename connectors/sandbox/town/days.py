"""Days as ordinals inside the simulation, and their written forms."""

from __future__ import annotations

from datetime import date

YEAR = 365.2425
"""Mean length of a Gregorian year in days."""

_EARLIEST = date(1905, 1, 1).toordinal()


class Calendar:
    """Turns day ordinals into text; the ten simulated years end on `today`.

    Ordinals are those of `date.toordinal`; 0 stands for "no day" and is written as ''.
    """

    __slots__ = ("_iso", "_slashed", "start", "today")

    def __init__(self, today: date) -> None:
        self.today = today.toordinal()
        self.start = date(today.year - 10, today.month, min(today.day, 28)).toordinal()
        last = self.today + 800
        self._iso = [date.fromordinal(o).isoformat() for o in range(_EARLIEST, last)]
        self._slashed: dict[int, str] = {0: ""}

    def iso(self, day: int) -> str:
        """YYYY-MM-DD."""
        return self._iso[day - _EARLIEST] if day else ""

    def slashed(self, day: int) -> str:
        """M/D/YYYY without leading zeros, as the bureau writes it."""
        text = self._slashed.get(day)
        if text is None:
            iso = self._iso[day - _EARLIEST]
            text = self._slashed[day] = f"{int(iso[5:7])}/{int(iso[8:])}/{iso[:4]}"
        return text

    def compact(self, day: int) -> str:
        """CCYYMMDD, as the Postal Service writes it."""
        return self.iso(day).replace("-", "")

    def american(self, day: int) -> str:
        """MMDDCCYY, as the Death Master File and the corporate file write it."""
        iso = self.iso(day)
        return f"{iso[5:7]}{iso[8:]}{iso[:4]}"

    def year(self, day: int) -> int:
        """The calendar year of a day."""
        return int(self._iso[day - _EARLIEST][:4])

    def age(self, birth: int, on: int) -> int:
        """Completed years, to within a day."""
        return int((on - birth) / YEAR)
