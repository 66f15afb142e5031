"""The city's layers of the six elements, in the words of the windows."""

from collections.abc import Callable
from functools import cache

from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.map.elements import ElementPoints
from rules.city import City
from rules.organisation import DAY_MS, ElementLayer


def element_points(context: Context, city: City) -> tuple[ElementPoints, ...]:
    """Every layer with its owner, the day of its data, and since when it is out of date, if it is."""
    now = context.now()
    return tuple(
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
