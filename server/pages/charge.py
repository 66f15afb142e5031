"""Who is in charge of the place of a case, as pages say it; numbers of the office alone."""

from rules.case import Case
from rules.charge import InCharge, in_charge, on_the_place
from rules.charge_words import line
from rules.city import City
from rules.texts import Texts
from server.pages.times import Times


def charge_lines(
    case: Case, city: City, texts: Texts, times: Times, *, collector: bool
) -> tuple[tuple[InCharge, str], ...]:
    """Grid leaders, narrowest grid first, then road chiefs, each with the words of its line.

    Who checks is told to collectors alone: a unit is checked by whoever comes.
    """
    found = on_the_place(case, city, times.now) if collector else in_charge(case, city, times.now)
    return tuple((each, line(each, city, texts, times.at)) for each in found)
