"""A hand-over's reply: whole or refused in one plain word, and the same commands wherever it is read."""

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from rules.commands import NotAllowed, Role
from rules.handover import KIND, TO_SIGN, Handover, HandoverLeg, digest_of, open_reply, same_key, seal_of, written
from rules.paper_deeds import actor_of, command_of, unit_of
from rules.wire import command_hash

KEY = bytes(range(32))
PHOTO = b"\xff\xd8\xff a photo"
SHA = hashlib.sha256(PHOTO).hexdigest()
AT = 1_429_664_400_000
SIGN, DONE = "01a2021c-caeb-7444-95a1-3f14b3815842", "01a2021c-caeb-7444-95a1-3f14b3815843"
LEG = HandoverLeg("case-1", "leg-1", TO_SIGN, "1504220001", "暴露垃圾")
HANDOVER = Handover(
    "handover-1", "410100", "v1", "Asia/Shanghai", "west", "西区", "West", "session-wang", "wang", "王晓燕", AT,
    hashlib.sha256(KEY).hexdigest(), 4000, 1, (LEG,),
)  # fmt: skip


def a_deed(id_: str, verb: str, at: int = AT + 60_000, **more: Any) -> dict[str, Any]:
    return {"id": id_, "leg_id": "leg-1", "verb": verb, "at": at, "name": "张三", **more}


SIGNED = a_deed(SIGN, "sign")
REPORTED = a_deed(DONE, "feedback", text="已清理", photos=[{"sha256": SHA, "mime": "image/jpeg", "size": len(PHOTO)}])


def a_reply(*deeds: dict[str, Any], handover: Handover = HANDOVER, **more: Any) -> bytes:
    text, told = written(handover), json.dumps(deeds, ensure_ascii=False)
    seal = seal_of(KEY, digest_of(text), told)
    photos = {SHA: base64.b64encode(PHOTO).decode()}
    reply = {"kind": KIND, "handover": text, "desk": "d", "mac": "m", "key": KEY.hex(), "deeds": told, "seal": seal}
    return json.dumps(reply | {"photos": photos} | more, ensure_ascii=False).encode()


def refused(data: bytes) -> str:
    with pytest.raises(NotAllowed) as refusal:
        open_reply(data)
    return refusal.value.rule


def test_a_reply_says_what_was_handed_over_and_what_was_done() -> None:
    opened = open_reply(a_reply(SIGNED, REPORTED))
    assert opened.handover == HANDOVER
    assert [(deed.verb, deed.name, deed.text) for deed in opened.deeds] == [
        ("sign", "张三", ""),
        ("feedback", "张三", "已清理"),
    ]
    assert opened.photos_of(opened.deeds[1]) == (PHOTO,)


def test_a_deed_is_the_units_command() -> None:
    opened = open_reply(a_reply(SIGNED, REPORTED))
    sign, done = (command_of(opened.handover, deed) for deed in opened.deeds)
    assert (sign.id, sign.verb, sign.case_id, sign.target, sign.body) == (
        SIGN,
        "sign",
        "case-1",
        "leg-1",
        {"text": "张三"},
    )
    assert (sign.actor, sign.role, sign.issued_at, sign.city_version) == ("reply:west", Role.UNIT, AT + 60_000, "v1")
    assert done.body == {
        "text": "张三 · 已清理",
        "photos": [{"sha256": SHA, "kind": "after", "mime": "image/jpeg", "size": len(PHOTO)}],
    }
    assert actor_of("west").id == sign.actor
    assert (unit_of(sign.actor), unit_of("wang")) == ("west", "")


def test_the_same_deed_is_the_same_command_in_another_reply_of_the_same_handover() -> None:
    one, two = (open_reply(a_reply(*deeds)) for deeds in ((SIGNED,), (SIGNED, REPORTED)))
    hashes = {command_hash(command_of(each.handover, each.deeds[0])) for each in (one, two)}
    assert len(hashes) == 1


def test_a_slow_clock_of_the_unit_does_nothing_before_the_handover() -> None:
    opened = open_reply(a_reply(a_deed(SIGN, "sign", at=5)))
    assert command_of(opened.handover, opened.deeds[0]).issued_at == AT


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"{}", b'{"kind": "another"}', b"<html>", b"[" * 5000])
def test_another_kind_of_file_is_foreign(data: bytes) -> None:
    assert refused(data) == "rule.reply_foreign"


def test_a_reply_of_a_later_kind_is_foreign() -> None:
    assert refused(a_reply(SIGNED, kind="griddesk-reply/2")) == "rule.reply_foreign"


@pytest.mark.parametrize("field", ["handover", "key", "deeds", "seal"])
def test_an_edited_byte_is_damage(field: str) -> None:
    told = json.loads(a_reply(SIGNED, REPORTED))
    text = told[field]
    for at in (len(text) // 3, len(text) // 2, len(text) - 3):
        other = "1" if text[at] != "1" else "2"
        edited = told | {field: text[:at] + other + text[at + 1 :]}
        assert refused(json.dumps(edited).encode()) == "rule.reply_damaged"


def test_what_was_cut_off_is_damage() -> None:
    whole = a_reply(SIGNED, REPORTED)
    assert {refused(whole[:size]) for size in range(40, len(whole), 97)} == {"rule.reply_damaged"}


@pytest.mark.parametrize("photos", [{}, {SHA: "AAAA"}, {SHA: "no base64!"}])
def test_a_missing_or_other_photo_is_damage(photos: dict[str, str]) -> None:
    assert refused(a_reply(SIGNED, REPORTED, photos=photos)) == "rule.reply_damaged"


def test_a_leg_that_was_not_handed_over_is_refused() -> None:
    assert refused(a_reply(SIGNED | {"leg_id": "leg-of-east"})) == "rule.reply_unit"


@pytest.mark.parametrize(
    "deed",
    [
        SIGNED | {"verb": "dispatch"},
        SIGNED | {"id": "short"},
        SIGNED | {"id": "\n" * 36},
        SIGNED | {"at": -1},
        SIGNED | {"at": 2**60},
    ],
)
def test_only_what_a_unit_can_mark_is_taken(deed: dict[str, Any]) -> None:
    assert refused(a_reply(deed)) == "rule.reply_damaged"


def test_the_same_deed_twice_is_damage() -> None:
    assert refused(a_reply(SIGNED, SIGNED)) == "rule.reply_damaged"


def test_a_handover_signed_by_another_key_is_told_from_the_own() -> None:
    digest = digest_of(written(HANDOVER))
    other = digest_of(written(replace(HANDOVER, unit="east")))
    mac = "a" * 64
    assert digest != other
    assert not same_key(digest, mac, KEY)
