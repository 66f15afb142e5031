"""What crosses a gate, and what happens to files that are lost, doubled, out of order, cut short or forged."""

import asyncio
import hashlib
import shutil
import time
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from rules.commands import Role
from server import tables
from server.citizens.again import Again
from server.gate import items
from server.gate.outgoing import AGAIN_S
from server.gate.seal import BATCH, TO_CENTRE, Head, new_key, peek, seal, unseal
from server.gate.telling import LEAD
from server.gate.troubles import Troubles
from server.outside.program import CENTRE
from tests.server.citizens_city import citizens_city
from tests.server.gate.conftest import REFUSE, Sides
from tests.server.pages.visitor import photo
from tests.server.small_city import Hands

LINK = "L" * 43


def batches(sides: Sides, way: str = TO_CENTRE) -> list[Path]:
    """The batches that lie in the folder, in order."""
    return sorted((sides.folder / way).glob(f"*.{BATCH}"))


def troubles(sides: Sides, gate: str = "") -> list[str]:
    """What went wrong, the oldest first."""
    database = sides.outside.parts.database if gate else sides.centre.database
    return [each.why for each in Troubles(database, sides.clock, gate or sides.gate.id).all()][::-1]


def hand_over(sides: Sides) -> list[Path]:
    """The outside writes its batches; the centre does not read yet."""
    asyncio.run(sides.outside.crossing.tick())
    return batches(sides)


def said(sides: Sides) -> list[str]:
    return [case.words for case in sides.there()]


def another(words: str):
    return replace(REFUSE, said=words, words=words)


def test_a_report_crosses_and_its_number_comes_back(sides: Sides) -> None:
    id_ = sides.send(link=LINK)
    assert (sides.here(id_).number, sides.here(id_).stage) == ("", "reported")
    sides.cross()
    (case,) = sides.there()
    assert (case.words, case.source, case.lon) == ("路边有暴露垃圾", "app", 1_136_200_000)
    assert sides.here(id_).number == case.number != ""
    assert sides.outside.citizens.intake.reports.behind(LINK).case_id == id_
    assert not list((sides.folder / TO_CENTRE).glob("*.batch"))


def test_when_it_was_reported_is_when_it_was_sent_over_there(sides: Sides) -> None:
    sent = sides.clock.at
    sides.send()
    sides.clock.at += 600_000
    sides.cross()
    assert sides.there()[0].reported_at == sent


def test_its_steps_and_its_answer_come_back_and_nothing_of_who_works_on_it(sides: Sides, hands: Hands) -> None:
    id_ = sides.send()
    sides.cross()
    case_id = sides.there()[0].id
    hands.do("chen", Role.ACCEPTOR, "accept", case_id)
    hands.do("zhao", Role.SHIFT_LEADER, "file", case_id, body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", case_id, body={"unit": "west", "note": "快去"})
    sides.cross()
    here = sides.here(id_)
    assert (here.stage, here.legs[0].unit, here.legs[0].note) == ("with_units", "west", "")
    assert (here.words, here.personal, here.hands, here.dispatchers, here.filed_by) == ("", "", (), (), "")
    with sides.outside.parts.database.read() as connection:
        events = connection.execute(select(tables.events)).all()
    assert {event.actor for event in events} == {""}


def test_a_person_stays_with_the_centre(sides: Sides) -> None:
    sides.send()
    sides.cross()
    with sides.centre.database.read() as connection:
        (record,) = connection.execute(select(tables.personal)).all()
    assert "13800000000" in bytes(record.body).decode()
    with sides.outside.parts.database.read() as connection:
        assert connection.execute(select(tables.personal)).all() == []
        (waits,) = connection.execute(select(tables.gate_items).where(tables.gate_items.c.kind == "report")).all()
    assert b"13800000000" not in bytes(waits.body)  # sealed, and forgotten after a day
    sides.clock.at += 86_400_001
    sides.cross()
    with sides.outside.parts.database.read() as connection:
        assert connection.execute(select(tables.gate_items)).all() == []


def test_the_city_crosses_without_phones_duties_and_rosters(sides: Sides) -> None:
    city = sides.outside.parts.cities.current
    assert (city.name, set(city.services), city.duties) == ("小城", {"refuse", "other"}, ())
    assert {unit.phone + unit.duty for unit in city.units.values()} == {""}


def test_a_photo_crosses_and_the_one_after_handling_comes_back_small(sides: Sides, hands: Hands) -> None:
    own = sides.outside.citizens.media._photos.keep(photo("red", 40), "Asia/Shanghai", 10)
    id_ = sides.send(replace(REFUSE, photos=(own,)))
    sides.cross()
    (case,) = sides.there()
    assert sides.centre.photos.get(case.photos[0].sha256).data == sides.outside.parts.photos.get(own.sha256).data
    after = photo("green", 900)
    name = hashlib.sha256(after).hexdigest()
    sides.centre.photos.put(name, after)
    body = {"photos": [{"sha256": name, "mime": "image/jpeg", "size": len(after)}]}
    hands.do("chen", Role.ACCEPTOR, "accept", case.id)
    hands.do("zhao", Role.SHIFT_LEADER, "file", case.id, body={"condition": "event-01-10-1"})
    hands.do("wang", Role.DISPATCHER, "dispatch", case.id, body={"unit": "west"})
    leg = sides.there()[0].legs[0].id
    hands.do("u-west", Role.UNIT, "sign", case.id, target=leg)
    hands.do("u-west", Role.UNIT, "feedback", case.id, target=leg, body={"text": "已清"} | body)
    hands.do("zhao", Role.SHIFT_LEADER, "force_close", case.id, body={"reason": "完成"})
    sides.cross()
    shown = [each for each in sides.here(id_).photos if not each.by]
    assert shown, sides.there()[0].stage
    assert len(sides.outside.parts.photos.get(shown[0].sha256).data) < len(after)


def test_a_rating_and_not_fixed_cross(sides: Sides, hands: Hands) -> None:
    id_ = sides.send()
    sides.cross()
    (case,) = sides.there()
    hands.do("chen", Role.ACCEPTOR, "answer", case.id, body={"answer": "已清扫"})
    sides.cross()
    assert sides.here(id_).answer == "已清扫"
    intake = sides.outside.citizens.intake
    asyncio.run(intake.do("page", "rate-1", "rate", id_, {"rating": 2}))
    again = asyncio.run(Again(intake, lambda: sides.outside.parts.speech.texts("zh_CN")).take(
        sides.here(id_), "page", "还在", ()
    )).case  # fmt: skip
    assert sides.here(again.id).number == ""
    sides.cross()
    old, new = sides.there()
    assert sides.intake.reports.find(old.id).rating == 2
    assert sides.intake.reports.find(old.id).again == new.id
    assert old.number in new.words
    assert "还在" in new.words
    assert sides.here(again.id).number == new.number
    assert new.personal  # the centre knows the person from the old report


def test_what_the_rules_refuse_is_refused_at_once_beyond_the_gate(sides: Sides) -> None:
    id_ = sides.send()
    outcome = asyncio.run(sides.outside.citizens.intake.do("page", "rate-1", "rate", id_, {"rating": 5}))
    assert outcome.state == "refused"
    other = asyncio.run(sides.outside.citizens.intake.do("key-9", "note-1", "note", id_, {"text": "x"}))
    assert other.rule == "rule.unknown_case"


def test_a_duplicate_shows_where_the_case_stands_that_it_is_attached_to(sides: Sides, hands: Hands) -> None:
    hands.filed("lead-1")
    id_ = sides.send()
    sides.cross()
    mine = next(case for case in sides.there() if case.source == "app")
    hands.do("chen", Role.ACCEPTOR, "attach_duplicate", mine.id, body={"of": "lead-1"})
    sides.cross()
    assert (sides.here(id_).stage, sides.here(id_).duplicate_of) == ("duplicate", "lead-1")
    lead = sides.here("lead-1")
    assert (lead.stage, lead.words, lead.number) == ("to_dispatch", "", "")
    with sides.centre.database.read() as connection:
        kinds = set(connection.scalars(select(tables.gate_cases.c.kind)))
    assert LEAD in kinds
    hands.do("wang", Role.DISPATCHER, "dispatch", "lead-1", body={"unit": "west"})
    sides.cross()
    assert sides.here("lead-1").stage == "with_units"


def test_the_same_by_two_channels_is_one_case_and_both_have_its_number(sides: Sides) -> None:
    first = sides.send()
    sides.cross()
    same = asyncio.run(sides.intake.take(REFUSE)).case  # at the centre's own page
    assert sides.here(first).number == same.number
    assert len(sides.there()) == 1


# --- files


def test_a_batch_twice_is_taken_once(sides: Sides, tmp_path: Path) -> None:
    sides.send()
    (file,) = hand_over(sides)
    copy = shutil.copy(file, tmp_path / file.name)
    sides.cross()
    for _ in range(3):
        shutil.copy(copy, file)
        sides.cross()
    assert said(sides) == ["路边有暴露垃圾"]
    assert troubles(sides) == []


def test_out_of_order_waits_and_what_is_lost_comes_again(sides: Sides, tmp_path: Path, monkeypatch) -> None:
    sides.send(another("甲"))
    (first,) = hand_over(sides)
    shutil.move(first, tmp_path / first.name)
    sides.send(another("乙"))
    (second,) = hand_over(sides)
    asyncio.run(sides.gates.tick())
    assert said(sides) == []
    assert second.is_file()
    shutil.move(tmp_path / first.name, first)
    sides.cross()
    assert said(sides) == ["甲", "乙"]


def test_a_lost_batch_is_asked_for_again_by_its_number(sides: Sides) -> None:
    sides.send(another("甲"))
    (first,) = hand_over(sides)
    first.unlink()
    sides.send(another("乙"))
    hand_over(sides)
    incoming = sides.gates._neighbours[sides.gate.id].incoming
    now = [0.0]
    incoming._mono = lambda: now[0]
    asyncio.run(sides.gates.tick())
    now[0] = 6.0
    asyncio.run(sides.gates.tick())
    assert troubles(sides) == ["missing"]
    sides.cross()
    assert said(sides) == ["甲", "乙"]


def test_a_batch_that_nobody_answers_is_written_again(sides: Sides) -> None:
    sides.send()
    (file,) = hand_over(sides)
    file.unlink()
    assert hand_over(sides) == []
    sides.outside.crossing._outgoing._mono = lambda: time.monotonic() + AGAIN_S * 3
    assert hand_over(sides) == [file]
    sides.cross()
    assert len(sides.there()) == 1


def test_cut_short_at_any_place_harms_nothing_and_comes_again(sides: Sides) -> None:
    sides.send()
    (file,) = hand_over(sides)
    whole = file.read_bytes()
    for size in (0, 5, len(b"GRIDDESK-GATE-1\n"), 60, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        asyncio.run(sides.gates.tick())
        assert not file.exists()
    assert set(troubles(sides)) == {"short"}
    assert said(sides) == []
    assert len(list((sides.folder / TO_CENTRE / "refused").iterdir())) == 1
    sides.outside.crossing._outgoing._written.clear()
    sides.cross()
    assert said(sides) == ["路边有暴露垃圾"]


def test_forged_changed_and_mirrored_files_are_put_aside_and_told(sides: Sides) -> None:
    sides.send()
    (file,) = hand_over(sides)
    whole = file.read_bytes()
    head, content = unseal(sides.gate.key, TO_CENTRE, whole)
    spoilt = bytearray(whole)
    spoilt[-1] ^= 1
    other = seal(new_key(), msgspec.structs.replace(head, n=1), content)
    renumbered = whole.replace(f'"n":{head.n}'.encode(), f'"n":{head.n + 4}'.encode(), 1)
    mirrored = seal(sides.gate.key, Head(BATCH, "to_outside", "s", 1, 1, "m"), b"")
    for forged in (bytes(spoilt), other, renumbered, mirrored, b"PK\x03\x04 some zip", b"\n" * 5000):
        file.write_bytes(forged)
        asyncio.run(sides.gates.tick())
        assert not file.exists()
    assert sorted(troubles(sides)) == ["forged", "forged", "forged", "no_batch", "no_batch", "other_way"]
    assert said(sides) == []
    texts = sides.centre.speech.texts("en")
    amiss = Troubles(sides.centre.database, sides.clock, sides.gate.id).all()
    assert sum("not made with this gate's key" in each.text(texts) for each in amiss) == 3


def test_content_of_a_newer_program_is_told_and_the_rest_goes_on(sides: Sides) -> None:
    out = sides.outside.crossing._outgoing
    with sides.outside.parts.database.note() as connection:
        out.add(connection, "report", {"case": 5})
        out.add(connection, "song", {})
    sides.send()
    sides.cross()
    assert troubles(sides) == ["item_unread", "item_unread"]
    assert said(sides) == ["路边有暴露垃圾"]


def test_what_the_centre_refuses_is_told_to_who_reported(sides: Sides) -> None:
    sides.centre.cities._decode = lambda _: None
    city = citizens_city(delay_s=0)
    sides.centre.cities._current = replace(city, policies=replace(city.policies, text_max=3))
    id_ = sides.send()
    sides.cross()
    assert said(sides) == []
    assert sides.here(id_).stage == "declined"
    assert troubles(sides, CENTRE) == ["not_taken"]


# --- books put back or lost


def test_an_outside_put_back_from_a_backup_begins_anew_and_nothing_is_lost(sides: Sides, tmp_path: Path) -> None:
    sides.send(another("甲"))
    sides.cross()
    sides.outside.parts.close()
    shutil.copytree(sides.data, tmp_path / "backup")
    sides.outside = sides.new_outside()
    sides.send(another("乙"))
    sides.cross()
    sides.outside.parts.close()
    shutil.rmtree(sides.data)
    shutil.copytree(tmp_path / "backup", sides.data)
    sides.outside = sides.new_outside()
    sides.send(another("丙"))
    sides.cross(5)
    assert said(sides) == ["甲", "乙", "丙"]
    assert troubles(sides, CENTRE) == ["ahead"]


def test_an_outside_that_lost_all_gets_its_cases_back_with_their_links(sides: Sides, hands: Hands) -> None:
    id_ = sides.send(link=LINK)
    sides.cross()
    hands.do("chen", Role.ACCEPTOR, "accept", sides.there()[0].id)
    sides.cross()
    sides.outside.parts.close()
    shutil.rmtree(sides.data)
    sides.outside = sides.new_outside()
    hands.do("chen", Role.ACCEPTOR, "note", sides.there()[0].id, body={"text": "x"})
    gates = sides.gates._neighbours[sides.gate.id]
    ahead = [0.0]
    for second in range(8):
        ahead[0] = second * 6.0
        sides.outside.crossing._incoming._mono = lambda: ahead[0]
        asyncio.run(sides.outside.crossing.tick())
        asyncio.run(sides.gates.tick())
    assert gates.outgoing.waiting()[0] == 0
    kept = sides.outside.citizens.intake.reports.behind(LINK)
    assert (kept.case_id, kept.said) == (id_, "路边有暴露垃圾")
    assert sides.here(id_).number == sides.there()[0].number


def test_a_centre_put_back_gets_what_it_lost_once_more(sides: Sides) -> None:
    sides.send(another("甲"))
    sides.cross()
    with sides.centre.database.note() as connection:  # its books know nothing of the second any more
        came = connection.execute(select(tables.gate_in)).one()
    sides.send(another("乙"))
    sides.cross()
    with sides.centre.database.write() as connection:
        put_back = {"have": came.have, "mark": came.mark}
        connection.execute(update(tables.gate_in).where(tables.gate_in.c.id == came.id).values(**put_back))
        lost = [case.id for case in sides.there()][1:]
        connection.execute(tables.gate_cases.delete().where(tables.gate_cases.c.case_id.in_(lost)))
        for table in (tables.cases, tables.citizen_reports):
            connection.execute(table.delete().where(table.c.id.in_(lost)))
        connection.execute(tables.citizen_sendings.delete().where(tables.citizen_sendings.c.case_id.in_(lost)))
        connection.execute(tables.commands.delete().where(tables.commands.c.case_id.in_(lost)))
        connection.execute(tables.events.delete().where(tables.events.c.case_id.in_(lost)))
        connection.execute(tables.personal.delete().where(tables.personal.c.case_id.in_(lost)))
    assert said(sides) == ["甲"]
    sides.send(another("丙"))
    incoming = sides.gates._neighbours[sides.gate.id].incoming
    ahead = [0.0]
    incoming._mono = lambda: ahead[0]
    for second in range(6):
        ahead[0] = second * 6.0
        sides.cross(1)
    assert sorted(said(sides)) == sorted(["甲", "乙", "丙"])
    assert troubles(sides, CENTRE) == ["behind"]


def test_an_answer_that_comes_late_or_twice_is_no_news(sides: Sides, tmp_path: Path) -> None:
    sides.send(another("甲"))
    hand_over(sides)
    asyncio.run(sides.gates.tick())
    (ack,) = sorted((sides.folder / "to_outside").glob("*.ack"))
    old = shutil.copy(ack, tmp_path / ack.name)
    sides.cross()
    sides.clock.at += 1000
    sides.send(another("乙"))
    sides.cross()
    shutil.copy(old, ack)
    sides.cross()
    assert troubles(sides, CENTRE) == []
    assert peek(Path(old).read_bytes()).kind == "ack"


@pytest.mark.parametrize("kill_at", ["before", "after"])
def test_ended_in_the_middle_of_a_batch_it_goes_on_there(sides: Sides, monkeypatch, kill_at: str) -> None:
    """The centre dies after the first of two reports, once its case is made, or before it is noted."""
    sides.send(another("甲"))
    sides.send(another("乙"))
    hand_over(sides)
    incoming = sides.gates._neighbours[sides.gate.id].incoming
    real, count = incoming._apply, [0]

    async def dying(item: items.Item, blobs) -> None:
        count[0] += 1
        if kill_at == "before" and count[0] == 2:
            raise KeyboardInterrupt
        await real(item, blobs)
        if kill_at == "after" and count[0] == 2:
            raise KeyboardInterrupt

    incoming._apply = dying
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(sides.gates.tick())
    incoming._apply = real
    sides.cross()
    assert said(sides) == ["甲", "乙"]


def test_a_clock_that_was_wrong_holds_up_nothing_for_ever(sides: Sides) -> None:
    """The public side is made anew, with a clock of years ago: its numbering begins before the one that is known."""
    sides.send(another("甲"))
    sides.cross()
    sides.outside.parts.close()
    shutil.rmtree(sides.data)
    now = sides.clock.at
    sides.clock.at = 86_400_000
    sides.outside = sides.new_outside()
    asyncio.run(sides.outside.crossing.tick())
    sides.clock.at = now
    incoming = sides.outside.crossing._incoming
    ahead = [0.0]
    incoming._mono = lambda: ahead[0]
    for second in range(10):  # the city comes once more
        ahead[0] = second * 6.0
        sides.cross(1)
    sides.send(another("乙"))
    sides.cross(5)
    assert said(sides) == ["甲", "乙"]
    assert "outdated" in troubles(sides, CENTRE)


def test_nobody_over_there_names_a_case_of_the_centre(sides: Sides, hands: Hands) -> None:
    hands.report("case-9")
    out = sides.outside.crossing._outgoing
    with sides.outside.parts.database.note() as connection:
        out.add(connection, items.REPORT, items.Report("case-9", sides.clock.at, REFUSE))
        out.add(connection, items.DEED, items.Deed("case-8", "d-1", "page", "note", 1, {"text": "x"}))
        out.add(connection, items.DEED, items.Deed("case-9", "d-2", "page", "void", 1, {"reason": "x"}))
    sides.cross()
    assert [case.words for case in sides.there() if case.id == "case-9"] == ["有暴露垃圾"]
    assert len(sides.there()) == 2
    assert all(case.stage == "reported" for case in sides.there())


def test_what_waits_under_another_key_is_told_once_and_stays(sides: Sides) -> None:
    sides.send()
    sides.outside.parts.close()
    sides.gate = replace(sides.gate, key=new_key())
    sides.outside = sides.new_outside()
    for _ in range(3):
        asyncio.run(sides.outside.crossing.tick())
    assert troubles(sides, CENTRE).count("other_key") == 1
    assert batches(sides) == []
