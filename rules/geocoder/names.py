"""All names of a city, and where they stand in a text: as they are, shortened, by their sound, with one letter wrong.

Names are looked up by sound, so that every other way of writing one is found by the same few looks; how far the letters
differ is weighed afterwards.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from rules.geocoder.answer import How
from rules.geocoder.clean import cleaned
from rules.geocoder.sounds import Sounds, latin

_ROADS = ("大街", "大道", "胡同", "路", "街", "道", "巷", "环")
_ROADS_EN = ("road", "street", "avenue", "boulevard", "expressway", "ring", "rd", "st", "ave")
_SHORT, _SOUND, _LETTER, _KIND = 0.96, 0.93, 0.72, 0.80  # what each of them leaves of a name's weight
_EACH_SOUND = 0.07  # of several characters that are written otherwise
_LEAST = 3  # characters of a name in which one may be wrong
_LATIN = 4  # letters of a name in Latin ones
_MOST_SPOTS = 28
_MOST_OF_ONE = 3  # times that one name counts in a text
_ANY = "\0"
# what may stand behind a name without its kind; else it may as well be the beginning of another word
_ENDS = re.compile(r"$|[与和跟同及、×x/&+,()到至~\-\d口交附旁门对前后东南西北上的和第一二三四五六七八九十百]|and|at|to")
_CUT = 0.85
_ALIKE_FROM, _ALIKE_WEIGHT = 62.0, 0.005


class Sort(IntEnum):
    """What bears a name."""

    ROAD = 0
    LANE = 1
    POI = 2
    AREA = 3


class Name(NamedTuple):
    """A name; `ref` is what bears it, in the list of its sort."""

    sort: Sort
    ref: int
    text: str
    text_en: str = ""


class Spot(NamedTuple):
    """A name in a text, from `start` to before `end`, with a weight from 0 to 1."""

    start: int
    end: int
    sort: Sort
    ref: int
    weight: float
    how: tuple[How, ...] = ()

    @property
    def length(self) -> int:
        """How many characters it takes."""
        return self.end - self.start


class _Form(NamedTuple):
    """One way in which a name is written."""

    name: Name
    text: str
    weight: float
    how: tuple[How, ...]


class NameBook:
    """The names, with their looks; made once for a version of a city."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._sounds = Sounds()
        self._exact: dict[str, list[_Form]] = defaultdict(list)
        self._blurred: dict[str, list[_Form]] = defaultdict(list)
        self._plain: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            self._plain[cleaned(name.text).replace(" ", "")].append(name)
            for form in _forms(name):
                self._enter(form)
        self._words = list(self._plain)
        self._lengths = sorted({len(key) for key in self._exact})
        self._blurred_lengths = sorted({len(key) for key in self._blurred})

    def _enter(self, form: _Form) -> None:
        for key in self._sounds.names(form.text):
            self._exact[key].append(form)
            if not form.text.isascii() and len(key) >= _LEAST:
                for blurred in _blurred(key):
                    self._blurred[blurred].append(form)

    def look(self, text: str) -> "Look":
        """The names in a text."""
        coded = self._sounds.coded(text)
        return Look(list(self._at(text, coded)), lambda: list(self._blurred_at(text, coded)))

    def alike(self, text: str, most: int = 5) -> list[Spot]:
        """Names that resemble the whole text; none of them can be relied on."""
        found = process.extract(text, self._words, scorer=fuzz.ratio, limit=most, score_cutoff=_ALIKE_FROM)
        return [
            Spot(0, len(text), name.sort, name.ref, score * _ALIKE_WEIGHT, (How.ALIKE,))
            for word, score, _ in found
            for name in self._plain[word]
        ]

    def _at(self, text: str, coded: str) -> Iterator[Spot]:
        for start in range(len(coded)):
            for length in self._lengths:
                end = start + length
                if end > len(coded):
                    break
                for form in self._exact.get(coded[start:end], ()):
                    yield _spot(form, text, start, end)

    def _blurred_at(self, text: str, coded: str) -> Iterator[Spot]:
        blurred, exact = self._blurred, self._exact
        for start in range(len(coded)):
            for length in self._blurred_lengths:
                end = start + length
                if end > len(coded):
                    break
                key = coded[start:end]
                for form in blurred.get(key, ()):  # one character is missing here
                    yield _wrong(form, text, start, end)
                if key.isascii():
                    continue
                for n in range(length):
                    for form in blurred.get(f"{key[:n]}{_ANY}{key[n + 1 :]}", ()):
                        yield _wrong(form, text, start, end)
                    for form in exact.get(key[:n] + key[n + 1 :], ()) if length > _LEAST and n > 0 else ():
                        if not form.text.isascii():
                            yield _wrong(form, text, start, end)


class Look:
    """The names in one text; those with a fault are looked for when they are asked for."""

    def __init__(self, plain: list[Spot], faulty: Callable[[], list[Spot]]) -> None:
        self._plain, self._find = plain, faulty

    @cached_property
    def _faulty(self) -> list[Spot]:
        return self._find()

    def spots(self) -> list[Spot]:
        """Names as they are, shortened or by their sound; of those within one another the longest, weightiest first."""
        return _chosen(_best(self._plain))

    def blurred(self, *, doubted: bool = False) -> list[Spot]:
        """The same, and names with one character wrong, missing or too much.

        Where a name stands as it is no other one is looked for, unless that is `doubted`.
        """
        exact = [spot for spot in self._plain if spot.weight == 1.0 and not doubted]
        wrong = [spot for spot in self._faulty if not any(_spoils(spot, other) for other in exact)]
        return _chosen(_best([*self._plain, *wrong]))


def _forms(name: Name) -> Iterator[_Form]:
    text = cleaned(name.text).replace(" ", "")
    yield _Form(name, text, 1.0, ())
    for short in dict.fromkeys(_shorter(name.sort, text)):
        yield _Form(name, short, _SHORT, (How.SHORT,))
    english = cleaned(name.text_en).replace(" ", "")
    for word, weight in _english(name.sort, english, "" if text.isascii() else latin(text)):
        if len(word) >= _LATIN:
            yield _Form(name, word, weight, ())


def _shorter(sort: Sort, text: str) -> Iterator[str]:
    if sort is Sort.ROAD:
        ending = next((each for each in _ROADS if text.endswith(each)), "")
        if ending and len(text) - len(ending) >= 2:
            yield text.removesuffix(ending)
    if sort is Sort.AREA and text.endswith("街道"):
        yield text.removesuffix("街道") + "办事处"
        yield text.removesuffix("道") + "道办"
    if sort is Sort.AREA and text.endswith("族区"):
        yield text[:-4] + "区" if len(text) > 5 else text[:-3] + "区"


def _english(sort: Sort, english: str, sounds: str) -> Iterator[tuple[str, float]]:
    yield from ((word, 1.0) for word in dict.fromkeys((english, sounds)) if word)
    kind = next((each for each in _ROADS_EN if english.endswith(each)), "") if sort is Sort.ROAD else ""
    if kind:
        yield english.removesuffix(kind), _SHORT
        short = {"road": "rd", "street": "st", "avenue": "ave"}.get(kind)
        if short:
            yield english.removesuffix(kind) + short, 1.0


def _blurred(key: str) -> Iterator[str]:
    """The keys by which a name with one wrong character is found, and one of four or more with one missing."""
    for n in range(len(key)):
        yield f"{key[:n]}{_ANY}{key[n + 1 :]}"
    if len(key) > _LEAST:
        for n in range(len(key)):
            yield key[:n] + key[n + 1 :]


def _spot(form: _Form, text: str, start: int, end: int) -> Spot:
    """By its sound: how many characters are written otherwise."""
    other = sum(a != b for a, b in zip(form.text, text[start:end], strict=False)) if not form.text.isascii() else 0
    weight = form.weight * (_SOUND - _EACH_SOUND * (other - 1) if other else 1.0)
    how = (*form.how, How.SOUND) if other else form.how
    if How.SHORT in form.how and form.name.sort is Sort.ROAD and (ending := _ending(text, end)):
        return Spot(start, end + len(ending), *form.name[:2], weight * _KIND, (How.KIND, *how[1:]))
    if How.SHORT in form.how and not _ENDS.match(text, end):
        weight *= _CUT
    return Spot(start, end, *form.name[:2], weight, how)


def _ending(text: str, end: int) -> str:
    """What stands in a road's place for its kind: 福安街 where the road is 福安路."""
    return next((each for each in _ROADS if text.startswith(each, end) and each not in {"道", "环"}), "")


def _wrong(form: _Form, text: str, start: int, end: int) -> Spot:
    """With one character wrong: the more of the others are right, the better."""
    right = fuzz.ratio(form.text, text[start:end]) / 100
    return Spot(start, end, *form.name[:2], form.weight * _LETTER * (0.7 + 0.3 * right), (*form.how, How.LETTER))


def _spoils(spot: Spot, exact: Spot) -> bool:
    """Whether a name with a fault takes letters of one that stands there as it is, and is no longer name around it."""
    if spot.end <= exact.start or exact.end <= spot.start:
        return False
    return not (spot.start <= exact.start and exact.end <= spot.end and spot.length > exact.length + 1)


def _best(spots: Iterable[Spot]) -> list[Spot]:
    """Of one name at one place the weightiest way."""
    found: dict[tuple[int, int, Sort, int], Spot] = {}
    for spot in spots:
        key = spot[:4]
        if key not in found or found[key].weight < spot.weight:
            found[key] = spot
    return list(found.values())


def _chosen(spots: list[Spot]) -> list[Spot]:
    """Without those that lie within a longer one of good weight; the weightiest ones, at most so many."""
    good = [spot for spot in spots if spot.weight >= 0.85 and How.SHORT not in spot.how]
    kept = [
        spot
        for spot in spots
        if not any(other.start <= spot.start and spot.end <= other.end and other.length > spot.length for other in good)
    ]
    kept.sort(key=lambda spot: (-spot.weight * min(spot.length, 6), spot.start))
    counts: Counter[tuple[Sort, int]] = Counter()
    few = []
    for spot in kept:
        counts[spot.sort, spot.ref] += 1
        few += [spot] if counts[spot.sort, spot.ref] <= _MOST_OF_ONE else []
    return few[:_MOST_SPOTS]
