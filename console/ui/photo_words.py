"""What is said of photos that the server does not have: on the case, in this desk's lists, in the hand-over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.facts.photos import NEEDS_SOMEBODY, PhotoOut, PhotoState
from console.ui.context import Context

LINES = 3  # of photos in a short list
_FIRST = (PhotoState.LOST, PhotoState.REFUSED, PhotoState.HELD_UP, PhotoState.SENDING, PhotoState.WAITING)
_GOING = frozenset({PhotoState.WAITING, PhotoState.SENDING, PhotoState.HELD_UP})


def stands(context: Context, photo: PhotoOut) -> PhotoState:
    """Where it stands: without a line none is sent, whatever came of it before."""
    waits = photo.state in _GOING and not context.board.link.online
    return PhotoState.WAITING if waits else photo.state


def state_words(context: Context, photo: PhotoOut) -> str:
    """That in a word."""
    return context.texts.text(f"photo_out.{stands(context, photo)}")


def why(context: Context, photo: PhotoOut) -> str:
    """Why it does not get through, "" where it was not tried or the line is what is wrong."""
    if photo.state is PhotoState.LOST:
        return context.texts.text("photo_out.why_lost")
    told = photo.reason and stands(context, photo) is photo.state
    return context.say(photo.reason, photo.details) if told else ""


def sentences(context: Context, photos: Iterable[PhotoOut], total: int = 0) -> Iterator[str]:
    """What is to be said of these together, a sentence each; `total`: how many the case has, 0 = that is not said."""
    found: dict[tuple[str, str], int] = {}
    for photo in photos:
        kind = _kind(context, photo), why(context, photo)
        found[kind] = found.get(kind, 0) + 1
    for (key, reason), count in sorted(found.items()):
        number = context.words.number(count)
        n = context.texts.text("photos_out.part", n=number, total=total) if total > count else number
        yield context.texts.text(f"photos_out.{key}", n=n, why=reason)


def _kind(context: Context, photo: PhotoOut) -> str:
    """Waiting behind others and being sent are told as one, while there is a line."""
    state = stands(context, photo)
    if state in {PhotoState.WAITING, PhotoState.SENDING}:
        return "going" if context.board.link.online else "waiting"
    return state.value


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """So many photos of one case that stand alike; `photo` is the first of them."""

    photo: PhotoOut
    count: int

    @property
    def needs_somebody(self) -> bool:
        """Whether they do not go by themselves."""
        return self.photo.state in NEEDS_SOMEBODY


def photo_lines(context: Context) -> tuple[PhotoLine, ...]:
    """A few lines for all of them: first what does not get through, then the newest."""
    found: dict[tuple[str, PhotoState], list[PhotoOut]] = {}
    for photo in reversed(context.board.photos.all):
        found.setdefault((photo.case_id, stands(context, photo)), []).append(photo)
    lines = [PhotoLine(photos[0], len(photos)) for photos in found.values()]
    return tuple(sorted(lines, key=lambda line: _FIRST.index(line.photo.state))[:LINES])


def stand_out(context: Context) -> bool:
    """Whether some photos must be seen: there is no line, or the line alone does not bring them to the centre."""
    calm = {PhotoState.WAITING, PhotoState.SENDING} if context.board.link.online else set()
    return any(photo.state not in calm for photo in context.board.photos.all)
