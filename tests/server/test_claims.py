"""Claims in the database: one holder, growing tokens, ends by the server's clock, and what they refuse."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from rules.claims import Claimed
from rules.commands import Actor, Grant, NotAllowed, Outcome, Role
from rules.wire import decode_event
from server import tables
from server.casebook.book import Casebook
from server.claiming import Claiming
from server.database import Database
from server.feeds.service import Feeds
from tests.server.small_city import MINUTE, NOW, Hands

LI = Actor("li", "李敏", (Grant(Role.DISPATCHER),))
WANG = Actor("wang", "王晓燕", (Grant(Role.DISPATCHER),))
SECOND = 1000


@pytest.fixture
def hands(casebook: Casebook) -> Hands:
    """Hands, and a case that waits for dispatch."""
    hands = Hands(casebook)
    hands.filed("case-1")
    return hands


class Centre:
    """One server's claims on the database; `begin` is its start."""

    def __init__(self, database: Database, clock, casebook: Casebook, feeds: Feeds) -> None:
        self._made = (database, clock, casebook, lambda case, _: case.startswith("case-"), feeds.hub)
        self.claiming = self.begun()

    def begun(self) -> Claiming:
        """Another server on the same database, or this one after a restart."""
        claiming = Claiming(*self._made)
        claiming.begin()
        return claiming


@pytest.fixture
def centre(database: Database, clock, casebook: Casebook, feeds: Feeds) -> Centre:
    """The server."""
    return Centre(database, clock, casebook, feeds)


@pytest.fixture
def claiming(centre: Centre) -> Claiming:
    """The server's claims."""
    return centre.claiming


def known(
    claiming: Claiming, scope: frozenset[str] | None = None, console: str = ""
) -> tuple[int, tuple[Claimed, ...]]:
    """What is told of claims, which is known already."""
    told = claiming.told(scope, console)
    assert told is not None
    return told


def holders(claiming: Claiming) -> dict[str, str]:
    """Who has what in hand."""
    return {claim.case_id: claim.actor for claim in known(claiming)[1]}


def dispatch(hands: Hands, who: str, **more: object) -> Outcome:
    """A dispatch of the case by somebody."""
    return hands.do(who, Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"}, **more)


def refusal(work, *args) -> NotAllowed:
    """What is raised."""
    with pytest.raises(NotAllowed) as found:
        work(*args)
    return found.value


def test_one_has_it_in_hand_and_the_other_is_told_who(claiming: Claiming, hands: Hands) -> None:
    claim = claiming.take("case-1", LI, "console-2")
    assert (claim.actor, claim.console_id, claim.since, claim.until) == ("li", "console-2", NOW, NOW + 45 * SECOND)
    said = refusal(claiming.take, "case-1", WANG, "console-1")
    assert (said.rule, said.details) == ("rule.claimed_by", {"by": "li", "since": str(NOW)})
    assert claiming.take("case-1", LI, "console-2") == claim
    assert holders(claiming) == {"case-1": "li"}


def test_who_has_no_such_duty_or_does_not_see_the_case_claims_nothing(claiming: Claiming) -> None:
    unit = Actor("u-west", grants=(Grant(Role.UNIT, "west"),))
    assert refusal(claiming.take, "case-1", unit, "").rule == "rule.role"
    assert refusal(claiming.take, "elsewhere", LI, "").rule == "rule.unknown_case"
    assert refusal(claiming.take_over, "case-7", LI, "", "why").rule == "rule.unknown_case"


def test_a_dispatch_under_anothers_claim_is_refused_unless_it_is_meant(
    claiming: Claiming, hands: Hands, database: Database
) -> None:
    claiming.take("case-1", LI, "console-2")
    told = dispatch(hands, "wang", base_version=3)
    assert (told.state, told.rule, told.details) == ("refused", "rule.claimed_by", {"by": "li", "since": str(NOW)})
    assert dispatch(hands, "wang", quality="offline", base_version=1).state == "superseded"  # the version decides
    assert dispatch(hands, "wang", over="second_enter", base_version=3).state == "accepted"


def test_a_dispatch_without_a_line_and_one_of_before_the_claim_take_effect(claiming: Claiming, hands: Hands) -> None:
    hands.filed("case-2")
    for case in ("case-1", "case-2"):
        claiming.take(case, LI, "console-2")
    assert dispatch(hands, "wang", quality="offline", base_version=3).state == "accepted"
    hands.at = NOW - 1
    told = hands.do("wang", Role.DISPATCHER, "dispatch", "case-2", body={"unit": "west"}, base_version=3)
    assert told.state == "accepted"


def test_the_holder_goes_on_and_that_is_seen(claiming: Claiming, hands: Hands, clock) -> None:
    claim = claiming.take("case-1", LI, "console-2")
    clock.at = NOW + 5 * SECOND
    assert dispatch(hands, "li", claim=claim.token).state == "accepted"
    before = known(claiming)
    claiming.look()
    after = known(claiming)
    assert before[0] != after[0]
    assert after[1][0].seen == NOW + 5 * SECOND


def test_an_old_token_is_refused_and_a_released_one_is_not(claiming: Claiming, hands: Hands, clock) -> None:
    first = claiming.take("case-1", LI, "console-2")
    claiming.release("case-1", first.token, LI)
    assert holders(claiming) == {}
    second = claiming.take("case-1", WANG, "console-1")
    assert second.token > first.token
    claiming.release("case-1", first.token, LI)  # late: it is not theirs any more
    assert holders(claiming) == {"case-1": "wang"}
    claiming.release("case-1", second.token, WANG)
    hands.at = NOW - MINUTE
    assert dispatch(hands, "li", claim=first.token).rule == "rule.claim_lost"
    assert dispatch(hands, "wang", claim=second.token).state == "accepted"


def test_a_claim_that_nobody_renews_ends_by_the_servers_clock(claiming: Claiming, hands: Hands, clock) -> None:
    claim = claiming.take("case-1", LI, "console-2")
    clock.at = NOW + 30 * SECOND
    claiming.heard("console-2", {"case-1": claim.token})
    claiming.tick()
    clock.at = NOW + 74 * SECOND
    claiming.tick()
    assert holders(claiming) == {"case-1": "li"}
    clock.at = NOW + 75 * SECOND
    claiming.tick()
    assert holders(claiming) == {}
    assert claiming.take("case-1", WANG, "console-1").token > claim.token


def test_a_claim_that_lapsed_lives_again_where_nobody_took_it_and_is_lost_where_somebody_did(
    claiming: Claiming, hands: Hands, clock
) -> None:
    claim = claiming.take("case-1", LI, "console-2")
    clock.at = NOW + MINUTE
    claiming.tick()
    claiming.heard("console-2", {"case-1": claim.token})
    assert claiming.told(None, "console-2") is None  # told once it is known
    assert claiming.told(None, "console-1") is not None
    claiming.tick()
    assert [each.token for each in known(claiming, console="console-2")[1]] == [claim.token]
    clock.at = NOW + 3 * MINUTE
    claiming.tick()
    taken = claiming.take("case-1", WANG, "console-1")
    claiming.heard("console-2", {"case-1": claim.token})
    claiming.tick()
    assert [(each.actor, each.token) for each in known(claiming, console="console-2")[1]] == [("wang", taken.token)]


def test_a_console_renews_its_own_claims_only(claiming: Claiming, hands: Hands, clock) -> None:
    claim = claiming.take("case-1", LI, "console-2")
    clock.at = NOW + 44 * SECOND
    claiming.heard("console-9", {"case-1": claim.token})
    claiming.tick()
    clock.at = NOW + 46 * SECOND
    claiming.tick()
    assert holders(claiming) == {}


def test_tokens_grow_over_a_restart_and_claims_live_on_for_a_moment(centre: Centre, hands: Hands, clock) -> None:
    claim = centre.claiming.take("case-1", LI, "console-2")
    clock.at = NOW + 5 * MINUTE  # nobody was there to end it
    again = centre.begun()
    assert holders(again) == {"case-1": "li"}
    clock.at += 9 * SECOND
    again.heard("console-2", {"case-1": claim.token})
    again.tick()
    clock.at += 30 * SECOND
    assert refusal(again.take, "case-1", WANG, "console-1").rule == "rule.claimed_by"
    clock.at += MINUTE
    again.tick()
    assert holders(centre.begun()) == {}  # it had ended before this start
    assert again.take("case-1", WANG, "console-1").token > claim.token


def test_a_token_grows_also_where_the_clock_was_set_back(claiming: Claiming, hands: Hands, clock) -> None:
    first = claiming.take("case-1", LI, "console-2")
    clock.at = NOW - 60 * MINUTE
    claiming.tick()
    assert holders(claiming) == {}  # it would have lived for an hour
    assert claiming.take("case-1", WANG, "console-1").token == first.token + 1


def test_a_take_over_needs_a_reason_and_stands_in_the_history(
    claiming: Claiming, hands: Hands, database: Database, feeds: Feeds
) -> None:
    first = claiming.take("case-1", LI, "console-2")
    assert refusal(claiming.take_over, "case-1", WANG, "console-1", "").rule == "rule.reason"
    assert refusal(claiming.take_over, "case-1", WANG, "console-1", "x" * 401).rule == "rule.too_large"
    head = feeds.heads["city"].seq
    second = claiming.take_over("case-1", WANG, "console-1", "李敏去吃饭")
    assert second.token > first.token
    assert holders(claiming) == {"case-1": "wang"}
    assert feeds.heads["city"].seq == head + 1
    with database.read() as connection:
        table = tables.commands
        told = connection.execute(select(table).where(table.c.verb == "take_over")).one()
        body = connection.scalar(select(tables.events.c.body).where(tables.events.c.version == 4))
    assert (told.actor, told.state, told.case_id, told.seq) == ("wang", "accepted", "case-1", head + 1)
    event = decode_event(bytes(body))
    assert (event.verb, event.actor, event.reason, event.text) == ("take_over", "wang", "李敏去吃饭", "李敏")


def test_a_take_over_is_in_nobodys_way_and_the_one_before_is_refused(claiming: Claiming, hands: Hands, clock) -> None:
    first = claiming.take("case-1", LI, "console-2")
    claiming.take_over("case-1", WANG, "console-1", "李敏去吃饭")
    assert dispatch(hands, "li", claim=first.token, base_version=3).rule == "rule.claim_lost"
    assert dispatch(hands, "wang", base_version=3).state == "accepted"  # made before, and not superseded by it


def test_what_was_left_lying_is_taken_over_without_a_reason(claiming: Claiming, hands: Hands, clock) -> None:
    claim = claiming.take("case-1", LI, "console-2")
    for minute in range(1, 21):
        clock.at = NOW + minute * MINUTE // 2
        claiming.heard("console-2", {"case-1": claim.token})
        claiming.tick()
    assert refusal(claiming.take, "case-1", WANG, "console-1").rule == "rule.claimed_by"
    assert claiming.take_over("case-1", WANG, "console-1", "").actor == "wang"
    assert hands.casebook.last_settled("console-1") == (0, "")


def test_a_take_over_of_what_is_free_is_a_claim_and_no_event(
    claiming: Claiming, hands: Hands, database: Database
) -> None:
    assert claiming.take_over("case-1", WANG, "console-1", "").actor == "wang"
    assert claiming.take_over("case-1", WANG, "console-9", "").console_id == "console-9"
    with database.read() as connection:
        assert connection.scalar(select(tables.cases.c.version)) == 3


def test_what_is_pushed_as_a_take_over_is_refused(hands: Hands) -> None:
    told = hands.do("wang", Role.DISPATCHER, "take_over", "case-1", body={"from": "li"})
    assert told.rule == "rule.unknown_verb"


def test_a_district_hears_of_its_own_cases_only(claiming: Claiming, hands: Hands) -> None:
    hands.dispatched("case-2")
    for case in ("case-1", "case-2"):
        claiming.take(case, LI, "console-2")
    number, told = known(claiming, frozenset({"410102"}))
    assert [claim.case_id for claim in told] == ["case-2"]
    assert len(known(claiming)[1]) == 2
    assert known(claiming)[0] != number


def test_two_servers_tell_the_same(centre: Centre, hands: Hands) -> None:
    other = centre.begun()
    assert other.told(None) == centre.claiming.told(None)
    centre.claiming.take("case-1", LI, "console-2")
    other.tick()
    assert other.told(None) == centre.claiming.told(None)
    assert refusal(other.take, "case-1", WANG, "console-1").rule == "rule.claimed_by"


def test_old_claims_are_forgotten_and_tokens_grow_all_the_same(
    claiming: Claiming, hands: Hands, database: Database, clock
) -> None:
    first = claiming.take("case-1", LI, "console-2")
    clock.at = NOW + 31 * 24 * 60 * MINUTE
    claiming.tick()
    claiming.forget()
    with database.read() as connection:
        assert connection.scalar(select(tables.claims.c.case_id)) is None
    assert claiming.take("case-1", WANG, "console-1").token > first.token


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """All that is asked of the database."""
    said: list[str] = []

    def note(_connection, _cursor, statement: str, *_more: object) -> None:
        said.append(statement)

    engine = database._writer  # what a transaction asks is what it costs
    listening.listen(engine, "before_cursor_execute", note)
    yield said
    listening.remove(engine, "before_cursor_execute", note)


def test_a_claim_is_asked_for_once_by_a_batch_and_never_by_what_cannot_be_fenced(
    hands: Hands, statements: list[str]
) -> None:
    hands.report("case-2")
    assert not [said for said in statements if "claims" in said]
    hands.do("chen", Role.ACCEPTOR, "accept", "case-2")
    assert len([said for said in statements if "claims" in said]) == 1
