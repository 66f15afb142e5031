"""Every reason that the network gives has its sentence, in both languages, with all the details that its raiser tells.

What a person reads is a whole sentence: no brace of a template, and no gap where a detail should stand.
"""

import ast
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import console
import resources
from rules.texts import Texts, read_catalogue

CONSOLE = Path(console.__file__).parent
TEXTS = Path(resources.__file__).parent / "texts"
RAISERS = {"ServerUnreachable", "Failing", "Busy", "SnapshotWanted", "Lost", "Unreachable"}

RAISED: dict[str, dict[str, str]] = {
    "link.bad_answer": {},
    "link.busy": {},
    "link.certificate": {},
    "link.chain": {},
    "link.closed": {},
    "link.cut": {},
    "link.down": {},
    "link.drill": {},
    "link.frozen": {"address": "http://a"},
    "link.gateway": {"status": "502"},
    "link.misread": {"rule": "rule.form", "text": "格式不对"},
    "link.new_epoch": {},
    "link.no_name": {},
    "link.not_griddesk": {"url": "http://a"},
    "link.old_server": {"seen": "3", "theirs": "2"},
    "link.other_version": {"theirs": "sync/2"},
    "link.program": {},
    "link.refused": {"rule": "rule.x", "text": "不行"},
    "link.server_error": {"status": "500"},
    "link.sign_in": {"address": "http://a"},
    "link.slow": {"seconds": "20"},
    "link.stalled": {},
    "link.storage": {},
    "link.timeout": {},
    "link.too_big": {"mb": "64"},
    "link.zombie": {},
}


def texts(language: str) -> Texts:
    return Texts(read_catalogue((TEXTS / f"{language}.toml").read_bytes()))


@pytest.fixture(params=["zh_CN", "en"])
def said(request: pytest.FixtureRequest) -> Texts:
    return texts(request.param)


@pytest.mark.parametrize(("reason", "details"), RAISED.items())
def test_a_reason_is_a_whole_sentence(said: Texts, reason: str, details: Mapping[str, str]) -> None:
    words = said.say(reason, details)
    assert words not in {"", reason}
    assert not set("{}–") & set(words)


@pytest.mark.parametrize("details", [{}, {"else": "x"}])
def test_what_an_older_part_did_not_tell_is_a_gap_and_no_brace(said: Texts, details: Mapping[str, str]) -> None:
    words = said.say("link.not_griddesk", details)
    assert "–" in words
    assert "{" not in words


def test_a_reason_inside_a_notice_is_put_into_words(said: Texts) -> None:
    words = said.say("notice.photo_refused", {"rule": "rule.photo_too_large"})
    assert said.text("rule.photo_too_large") in words
    assert said.text("link.chain") in said.say("notice.snapshot", {"reason": "link.chain"})


def test_a_detail_that_only_looks_like_a_key_stays_as_it_is(said: Texts) -> None:
    assert "http://verb.dispatch" in said.say("link.not_griddesk", {"url": "http://verb.dispatch"})
    assert said.say("rule.of_a_newer_server", {}) == "rule.of_a_newer_server"


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Each reason that a module of the network or the store makes, with the names of its details."""
    for folder in ("sync", "store"):
        for file in (CONSOLE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISERS:
                    for reason in filter(None, map(_reason, node.args)):
                        yield reason, frozenset(each.arg for each in node.keywords if each.arg)


def _reason(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) and value.startswith("link.") else ""


def test_the_table_holds_what_is_raised() -> None:
    found = dict(raised())
    assert len(found) > 10
    for reason, details in found.items():
        assert reason in RAISED, reason
        assert details - {"details"} <= set(RAISED[reason]), reason


def test_the_words_ask_for_no_more_than_is_told() -> None:
    for language in ("zh_CN", "en"):
        catalogue = read_catalogue((TEXTS / f"{language}.toml").read_bytes())
        for reason, details in RAISED.items():
            wanted = {name for _, name, _, _ in string.Formatter().parse(catalogue[reason]) if name}
            assert wanted <= set(details), reason


def said_by_the_store() -> Iterator[tuple[str, frozenset[str]]]:
    """Each notice that the store says with details of its own, and their names."""
    for file in (CONSOLE / "store").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"say", "_say"} and node.args:
                key = node.args[0]
                details = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
                if isinstance(key, ast.Constant) and isinstance(details, ast.Dict):
                    yield str(key.value), frozenset(str(each.value) for each in details.keys if _is_text(each))


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_notice_asks_for_no_more_than_the_store_tells(language: str) -> None:
    catalogue = read_catalogue((TEXTS / f"{language}.toml").read_bytes())
    found = dict(said_by_the_store())
    assert {"notice.moved", "notice.photo_refused", "notice.snapshot"} <= set(found)
    for key, details in found.items():
        wanted = {name for _, name, _, _ in string.Formatter().parse(catalogue[key]) if name}
        assert wanted <= details, key
