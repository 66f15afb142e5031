"""Who is in charge of a place in the street, as the answer to "who is responsible" tells it."""

from typing import TypedDict

from rules import charge_words as words
from rules.case import Case
from rules.charge import InCharge, checker, collectors, in_charge
from rules.city import City
from rules.duty_edits import OnThePlace
from rules.texts import Texts


class Told(TypedDict):
    """The fields of `Responsible` that speak of people."""

    people: tuple[OnThePlace, ...]
    check: str
    checker: str


def told_at(case: Case, city: City, texts: Texts, now: int) -> Told:
    """Grid leaders, road chiefs and the collectors of a place at an instant, and who a check goes to."""

    def at(instant: int) -> str:
        return city.calendar.local(instant).strftime("%Y-%m-%d %H:%M")

    def person(each: InCharge) -> OnThePlace:
        return OnThePlace(
            duty=each.duty,
            staff=each.staff.code,
            name=words.person(each, texts),
            place=each.held.code,
            words=words.line(each, city, texts, at),
            phone=each.staff.phone,
            private=each.staff.private,
            on_shift=each.on_shift,
            at=each.at,
        )

    found = checker(case, city, now)
    people = tuple(person(each) for each in (*in_charge(case, city, now), *collectors(case, city, now)))
    return Told(people=people, check=words.checker_words(found, texts, at), checker=found.login)
