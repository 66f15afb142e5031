"""分级授权, the one table of rights: which role may do what, with which data, where, and from when until when.

A city lays it down in `rights.csv` of its folder; one without that file has `USUAL`. Who holds which role, and for
which place and time, stands in the grants of each person. `rules.jurisdiction` reads both.
"""

from dataclasses import dataclass
from enum import StrEnum

from rules.commands import Role


class Place(StrEnum):
    """How the place of a grant binds a case."""

    CITY = "city"  # a grant without a place: every case of the city
    DISTRICT = "district"  # the case lies in the district of the grant
    TREE = "tree"  # the unit of the grant, or one below it, has or had a leg of the case
    LEAD = "lead"  # the unit of the grant, or one below it, leads
    GRID = "grid"  # the case lies in the responsibility grid of the grant, or a check of it is for the person
    OWN = "own"  # the person reported it


class Data(StrEnum):
    """What there is to know. The first six are about a case, see `rules.showing`."""

    MATTER = "matter"  # what it is, where, how urgent, at which stage
    WORK = "work"  # legs, checks, requests, clocks
    HISTORY = "history"  # its events
    PHOTOS = "photos"
    LINKS = "links"  # other cases that it names, who of the centre had it in hand, the coordination ledger
    REPORTER = "reporter"  # that somebody waits, and what was answered: never who
    PERSONAL = "personal"  # name and phone of who reported
    PEOPLE = "people"  # who of the staff holds which duty; to reveal: a private number
    CITY = "city"  # the city pack: units, grids, duty phones
    ADDRESSES = "addresses"  # the geocoder
    DUTIES = "duties"  # who is responsible
    DRILLS = "drills"  # outage drills
    PAPERS = "papers"  # forms filled in as documents
    REPLIES = "replies"  # what units answered on paper
    SHEETS = "sheets"  # files of reports that are taken in, and the answers that go back by them
    GRANTS = "grants"  # the duties of persons
    AUDIT = "audit"  # who looked at personal data, and why; who gave which grant


class Deed(StrEnum):
    """What is done with it."""

    SEE = "see"  # also in lists, feeds and counts; of personal data: masked
    EXPORT = "export"
    PRINT = "print"
    CHANGE = "change"  # by verbs of the lifecycle tables, which say which role may do which
    REVEAL = "reveal"  # masked data in the clear, one by one, with a reason and an audit row
    FIND = "find"  # earlier cases by the number of a caller


@dataclass(frozen=True, slots=True)
class Right:
    """One row: these roles, in these places, may do these deeds with these data; `until` 0 = open, ms UTC."""

    roles: tuple[Role, ...]
    places: tuple[Place, ...]
    data: tuple[Data, ...]
    deeds: tuple[Deed, ...]
    since: int = 0
    until: int = 0

    def holds(self, now: int) -> bool:
        """Whether the row is in force at `now`."""
        return self.since <= now and (not self.until or now < self.until)


OF_A_CASE = (Data.MATTER, Data.WORK, Data.HISTORY, Data.PHOTOS, Data.LINKS, Data.REPORTER)
CENTRE = (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER)
OVERSIGHT = (Role.INSPECTOR, Role.LEADER)
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
STAFF = (*CENTRE, *OVERSIGHT, *ADMINISTRATORS, Role.UNIT, Role.COLLECTOR)
GRANTABLE = frozenset(STAFF)
_OWN_PART = (Data.MATTER, Data.WORK, Data.HISTORY, Data.PHOTOS)

USUAL: tuple[Right, ...] = (
    Right(
        (*CENTRE, *OVERSIGHT),
        (Place.CITY, Place.DISTRICT, Place.TREE, Place.OWN),
        OF_A_CASE,
        (Deed.SEE, Deed.EXPORT, Deed.PRINT),
    ),
    Right((*CENTRE, *OVERSIGHT), (Place.CITY, Place.DISTRICT, Place.LEAD), OF_A_CASE, (Deed.CHANGE,)),
    Right(CENTRE, (Place.CITY, Place.DISTRICT, Place.LEAD, Place.OWN), (Data.PERSONAL,), (Deed.SEE, Deed.REVEAL)),
    Right(
        (Role.ACCEPTOR, Role.SHIFT_LEADER),
        (Place.CITY, Place.DISTRICT, Place.TREE, Place.OWN),
        (Data.PERSONAL,),
        (Deed.FIND,),
    ),
    Right((Role.UNIT,), (Place.TREE,), _OWN_PART, (Deed.SEE, Deed.EXPORT, Deed.PRINT, Deed.CHANGE)),
    Right((Role.COLLECTOR,), (Place.GRID, Place.OWN), _OWN_PART, (Deed.SEE, Deed.CHANGE)),
    Right((Role.PUBLIC,), (Place.OWN,), (Data.MATTER,), (Deed.SEE, Deed.CHANGE)),
    Right((*CENTRE, *OVERSIGHT, Role.SECURITY_ADMIN), (Place.CITY, Place.DISTRICT), (Data.PEOPLE,), (Deed.SEE,)),
    Right(CENTRE, (Place.CITY, Place.DISTRICT), (Data.PEOPLE,), (Deed.REVEAL,)),
    Right(STAFF, tuple(Place), (Data.CITY,), (Deed.SEE,)),
    Right(
        (*CENTRE, *OVERSIGHT, Role.COLLECTOR),
        (Place.CITY, Place.DISTRICT, Place.GRID),
        (Data.ADDRESSES,),
        (Deed.SEE,),
    ),
    Right((*CENTRE, *OVERSIGHT, *ADMINISTRATORS), (Place.CITY, Place.DISTRICT), (Data.DUTIES,), (Deed.SEE,)),
    Right((Role.SHIFT_LEADER, Role.SYSTEM_ADMIN), (Place.CITY,), (Data.DUTIES,), (Deed.CHANGE,)),
    Right((Role.SHIFT_LEADER, Role.LEADER), (Place.CITY, Place.DISTRICT), (Data.DRILLS,), (Deed.SEE, Deed.CHANGE)),
    Right((*CENTRE, *OVERSIGHT), (Place.CITY, Place.DISTRICT), (Data.PAPERS,), (Deed.PRINT,)),
    Right((Role.DISPATCHER, Role.SHIFT_LEADER), (Place.CITY, Place.DISTRICT), (Data.REPLIES,), (Deed.CHANGE,)),
    Right((Role.ACCEPTOR, Role.SHIFT_LEADER), (Place.CITY, Place.DISTRICT), (Data.SHEETS,), (Deed.CHANGE,)),
    Right((Role.SECURITY_ADMIN,), (Place.CITY,), (Data.GRANTS,), (Deed.SEE, Deed.CHANGE)),
    Right((Role.AUDIT_ADMIN,), (Place.CITY,), (Data.AUDIT, Data.GRANTS), (Deed.SEE,)),
)
"""The rights of a city that lays down none of its own; the demo city's `rights.csv` says the same."""
