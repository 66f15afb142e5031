"""What may be laid over the map: the city's special grids and road sections, and its layers of the six elements."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.map.elements import ElementPoints
from rules.city import City
from rules.duties import Ring, in_force
from rules.organisation import DAY_MS, EXCLUSIVE, MICRO, ElementLayer, RoadSection, SpecialGrid


def element_points(context: Context, city: City) -> tuple[ElementPoints, ...]:
    """Outlines first; every layer of elements with its owner, the day of its data, and since when it is out of date."""
    now = context.now()
    elements = tuple(
        ElementPoints(
            key=layer.key,
            letter=context.texts.text(f"element.letter.{layer.element}"),
            words=layer_words(context, layer, now),
            is_old=layer.is_old(now),
            points=layer.points,
            words_of=_words_of(context, layer),
        )
        for layer in city.organisation.elements
    )
    return *_areas(context, city), *elements


def _areas(context: Context, city: City) -> Iterator[ElementPoints]:
    """Exclusive grids, micro grids and road sections, each kind where the city has any."""
    organisation = city.organisation
    for kind in (EXCLUSIVE, MICRO):
        grids = [grid for grid in organisation.grids if grid.kind == kind]
        if grids:
            yield _outlines(context, kind, grids, partial(organisation.grids_at, kind=kind))
    if organisation.sections:
        yield _outlines(context, "section", organisation.sections, organisation.sections_at)


Area = SpecialGrid | RoadSection


def _outlines(
    context: Context, kind: str, areas: Sequence[Area], over: Callable[[int, int, int], Sequence[Area]]
) -> ElementPoints:
    """Their outlines; `over` gives those in force at a point and an instant."""

    def rings() -> Sequence[Ring]:
        now = context.now()
        return [ring for area in areas if in_force(area.since, area.until, now) for ring in area.rings]

    def words_over(lon: int, lat: int) -> str:
        return " · ".join(context.texts.name(each.name, each.name_en) for each in over(lon, lat, context.now()))

    return ElementPoints(
        key=f"area:{kind}",
        letter="",
        words=sentence(context.texts.text(f"charge.areas.{kind}")),
        is_old=False,
        points=tuple,
        words_of=str,
        rings=rings,
        words_over=words_over,
    )


def layer_words(context: Context, layer: ElementLayer, now: int) -> str:
    """Kind, name, owner and day of a layer; one that is out of date says since when."""
    texts, words = context.texts, context.words
    kind = sentence(texts.text(f"element.{layer.element}"))
    told = {
        "name": f"{kind} · {texts.name(layer.name, layer.name_en)}",
        "owner": _owner(context, layer),
        "day": words.day(layer.as_of),
    }
    if layer.is_old(now):
        return texts.text("element.old", **told, until=words.day(layer.as_of + layer.days * DAY_MS))
    return texts.text("element.told", **told)


def _owner(context: Context, layer: ElementLayer) -> str:
    """A unit by its name, any other owner as it was written."""
    known = context.city is not None and layer.owner in context.city.units
    return context.names.unit(layer.owner) if known else context.texts.name(layer.owner, layer.owner_en)


def _words_of(context: Context, layer: ElementLayer) -> Callable[[int], str]:
    texts, told = context.texts, cache(layer.all_told)

    def words(number: int) -> str:
        name, name_en, note = told()[number]
        said = texts.text("element.point", layer=texts.name(layer.name, layer.name_en), name=texts.name(name, name_en))
        return f"{said} · {note}" if note else said

    return words
