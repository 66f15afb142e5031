"""Whose it is (权属): the nearest component of its class gives a case its owner, whichever way the case came in."""

from rules.deed import Deed
from rules.places import component_at


def take_owner(deed: Deed) -> None:
    """The owner of the nearest component of this class, else who keeps it; "" = not known. The event names it.

    A city whose components are not read yet says nothing: the server has them, and its word comes with the change.
    """
    case, city = deed.case, deed.city
    if city.gazetteer is None:
        return
    near = component_at(city, case.lon, case.lat, case.category) if case.located else None
    deed.set(owner=(near.owner or near.keeper) if near else "")
    if near:
        deed.facts["component"] = near.code
