"""What who reported sees of it, by a secret link: steps, answer, photos; "not fixed" and the rating after its end."""

import pytest

from rules.commands import Actor, Grant, Role
from server.queries import Search
from tests.server.pages.visitor import photo

CHEN = Actor("chen", grants=(Grant(Role.ACCEPTOR),))


def cases(parts) -> list:
    """All cases, as the acceptor sees them, oldest first."""
    return sorted(parts.queries.history(Search(), CHEN)[1], key=lambda case: case.number)


@pytest.fixture
def ada(citizen):
    """Somebody who has reported."""
    one = citizen("en")
    one.send(one.open(), photo("red", 40), phone="138001")
    return one


def closed(hands, case_id: str) -> None:
    """Answered directly: the shortest way to an end."""
    hands.do("chen", Role.ACCEPTOR, "answer", case_id, body={"answer": "Swept <today>"})


def test_the_steps_follow_the_case(ada, parts, hands) -> None:
    (case,) = cases(parts)
    assert 'aria-current="step" data-step="received"' in ada.get(ada.link)
    hands.do("chen", Role.ACCEPTOR, "accept", case.id)
    hands.do("zhao", Role.SHIFT_LEADER, "file", case.id, body={"condition": "event-01-10-1"})
    assert 'aria-current="step" data-step="accepted"' in ada.get(ada.link)
    hands.do("wang", Role.DISPATCHER, "dispatch", case.id, body={"unit": "west"})
    text = ada.get(ada.link)
    assert 'aria-current="step" data-step="in_hand"' in text
    assert "West" not in text  # who works on it is told to nobody
    assert "not-fixed" not in text


def test_the_answer_and_the_own_photo_are_shown(ada, parts, hands) -> None:
    (case,) = cases(parts)
    closed(hands, case.id)
    ada.get(ada.link)
    assert "Swept &lt;today&gt;" in ada.page.text
    link = ada.link
    ada.get(f"{link}/photo/{case.photos[0].sha256}")
    assert (ada.page.status_code, ada.page.headers["content-type"]) == (200, "image/jpeg")
    ada.get(f"{link}/photo/{'0' * 64}")
    assert ada.page.status_code == 404


@pytest.mark.parametrize("link", ["x", "A" * 43, "..%2f..%2fetc", "%00", "\ud83d\ude00"])
def test_a_link_that_is_none_tells_nothing(citizen, link) -> None:
    one = citizen()
    one.get("/public/r/" + link.encode("utf-8", "replace").decode())
    assert one.page.status_code == 404


def test_what_was_not_fixed_is_a_new_report_and_a_note_on_the_old_one(ada, parts, hands) -> None:
    (case,) = cases(parts)
    old = ada.link
    ada.post(f"{old}/not-fixed", {"words": "x"})  # it has not ended
    assert ada.page.status_code == 422
    closed(hands, case.id)
    ada.get(old)
    form = {"link": ada.page.text.partition('name="link" value="')[2].partition('"')[0]}
    ada.post(f"{old}/not-fixed", form | {"words": ""})
    assert ada.page.status_code == 422
    for words in ("Still there", "Still there", "Really"):
        files = [("photos", ("now.jpg", photo("brown", 30)))]
        text = ada.post(f"{old}/not-fixed", form | {"words": words}, files=files)
        assert ada.page.status_code == 200
    _, again = cases(parts)
    assert f'data-again="{again.number}"' in text
    assert (again.stage, again.source, len(again.photos)) == ("reported", "app", 1)
    assert case.number in again.words
    assert "Still there" in again.words
    assert (again.lon, again.lat) == (case.lon, case.lat)
    assert parts.personal.reveal(again.id, CHEN, "to call").data == {"phone": "138001"}
    notes = [event for event in parts.queries.events(case.id, CHEN) if event.verb == "note"]
    assert notes
    assert all(event.role == "public" and again.number in event.text for event in notes)
    assert 'data-step="received"' in ada.get(f"/public/r/{form['link']}")


def test_the_last_rating_counts(ada, parts, hands) -> None:
    (case,) = cases(parts)
    link = ada.link
    for rating in ("2", "5"):
        ada.post(f"{link}/rating", {"rating": rating})  # not yet
        assert ada.page.status_code == 422
    closed(hands, case.id)
    ada.post(f"{link}/rating", {"rating": "9"})
    assert ada.page.status_code == 422
    for rating in ("2", "4", "4"):
        text = ada.post(f"{link}/rating", {"rating": rating, "text": "So"})
        assert ada.page.status_code == 200
    assert 'data-rated="4"' in text
    rated = [dict(event.data)["rating"] for event in parts.queries.events(case.id, CHEN) if event.verb == "rate"]
    assert rated == ["2", "4"]


def test_a_duplicate_shows_how_far_the_other_one_is(ada, citizen, parts, hands) -> None:
    other = citizen("en")
    other.send(other.open(), words="Another one of the same kind")
    first, second = cases(parts)
    hands.do("chen", Role.ACCEPTOR, "attach_duplicate", second.id, body={"of": first.id})
    text = other.get(other.link)
    assert 'data-step="duplicate"' in text
    assert 'data-step="received"' in text
    assert first.number not in text
