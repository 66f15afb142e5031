"""The tree of legs on a unit's page: each leg's state, and beside a sub-unit's leg what its giver may do with it."""

from rules.commands import Actor, Grant, Role
from tests.server.pages.visitor import photo
from tests.server.small_city import MINUTE

WANG = Actor("wang", grants=(Grant(Role.DISPATCHER),))


def item(text: str, unit: str) -> str:
    """The part of a page that tells of one unit's leg."""
    return text.partition(f'data-unit="{unit}" data-stage=')[2].partition("</li>")[0]


def given_on(visit, hands):
    """A case of the west district that its street has; both terminals."""
    hands.dispatched("case-1")
    west, street = visit("u-west", "en"), visit("u-street", "en")
    west.press("case-1", "sign")
    west.fill("/terminal/case/case-1/sub_dispatch", "sub_dispatch", unit="west-street", note="from the east side")
    return west, street


def test_a_district_sees_its_streets_leg_with_phone_and_may_take_it_back(visit, hands, parts) -> None:
    west, street = given_on(visit, hands)
    leg = item(west.get("/terminal/case/case-1"), "west-street")
    assert "To sign" in leg
    assert "from the east side" in leg
    assert 'href="tel:0371-0001"' in leg
    assert "duty: Captain Liu" in leg
    assert 'data-verb="recall"' in leg
    assert "<h2>Instruction</h2>" in street.get("/terminal/case/case-1")
    street.press("case-1", "sign")
    target = parts.queries.case("case-1", WANG).legs[-1].id
    west.fill(f"/terminal/case/case-1/recall?target={target}", "recall", reason="we do it ourselves")
    assert [leg.stage for leg in parts.queries.case("case-1", WANG).legs] == ["working", "recalled"]


def test_a_reported_sub_leg_is_approved_or_sent_back_from_the_bar(visit, hands, parts) -> None:
    west, street = given_on(visit, hands)
    street.press("case-1", "sign")
    street.fill("/terminal/case/case-1/feedback", "feedback", text="swept")
    text = west.get("/terminal/case/case-1")
    assert "swept" in item(text, "west-street")
    bar = text.partition('<div class="bar"')[2]
    assert 'value="pass_up"' in bar
    assert 'data-verb="refuse_up"' in bar
    assert "your unit&#39;s own report goes up with it" in west.page.text
    target = parts.queries.case("case-1", WANG).legs[-1].id
    west.fill(f"/terminal/case/case-1/refuse_up?target={target}", "refuse_up", reason="corner is still dirty")
    text = street.get("/terminal/case/case-1")
    assert 'data-came-back="refuse_up"' in text
    assert "corner is still dirty" in text
    assert text.index("data-came-back") < text.index("data-words")


def test_a_helper_is_seen_by_the_lead_without_what_is_its_own(visit, hands) -> None:
    hands.dispatched("case-1")
    hands.do("wang", Role.DISPATCHER, "add_helper", "case-1", body={"unit": "bureau", "note": "bring a lorry"})
    leg = item(visit("u-west", "en").get("/terminal/case/case-1"), "bureau")
    assert "helper" in leg
    assert "To sign" in leg
    assert "bring a lorry" not in leg


def test_a_promised_call_back_is_seen_on_list_and_page(visit, hands, clock) -> None:
    hands.dispatched("case-1")
    three = clock.at + 360 * MINUTE
    hands.do("wang", Role.DISPATCHER, "told", "case-1", body={"to": "张师傅", "call_back": three})
    west = visit("u-west")
    assert "约定 15:00 再通话" in west.text
    assert f'data-call-back="{three}"' in west.get("/terminal/case/case-1")


def test_a_milestone_is_reached_with_a_photo_that_stands_in_the_tree(visit, hands, parts) -> None:
    hands.report("case-1")
    hands.do("chen", Role.ACCEPTOR, "accept", "case-1")
    hands.do("zhao", Role.SHIFT_LEADER, "file", "case-1", body={"condition": "event-01-10-2"})
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"})
    west = visit("u-west", "en")
    west.press("case-1", "sign")
    path = "/terminal/case/case-1/milestone"
    assert "made safe: due 11:00." in west.get(path)
    west.fill(path, "milestone", key="make_safe")
    assert west.page.status_code == 422
    text = west.fill(path, "milestone", [("photos", "safe.jpg", photo("orange"))], key="make_safe")
    proof = parts.queries.case("case-1", WANG).milestones[0].proof
    assert f'data-proof="{proof}"' in item(text, "west")
    assert "data-reached=" in text


def test_an_appeal_is_made_after_closing_with_proof(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    west.press("case-1", "sign")
    hands.do("zhao", Role.SHIFT_LEADER, "force_close", "case-1", body={"reason": "in a project"})
    path = "/terminal/case/case-1/appeal"
    assert "The inspector or shift leader decides" in west.get(path)
    west.fill(path, "appeal", [("photos", "map.jpg", photo("gray"))], reason="not ours")
    case = parts.queries.case("case-1", WANG)
    assert (case.appeal, [each.kind for each in case.photos]) == ("pending", ["proof"])


def test_an_urging_is_answered_and_its_reason_read(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    west.press("case-1", "sign")
    hands.do("wang", Role.DISPATCHER, "urge", "case-1", body={"reason": "the press asks"})
    assert "the press asks" in west.get("/terminal/case/case-1")
    west.fill("/terminal/case/case-1/answer_urge", "answer_urge", text="two men on the way")
    assert parts.queries.case("case-1", WANG).urge_answered_at > 0
    assert "two men on the way" in west.text
