"""The manual cannot go stale: its words, keys and pictures are those of the product, the same in both languages."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from console.ui.keys import TABLES, VERB_KEYS
from run import COMMANDS
from tests.together.tour.chapters import pictures
from tests.together.tour.manual import LANGUAGES, MANUAL, PICTURE, PICTURES, wanted
from tests.together.tour.texts import is_part, says

KEY = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
FENCE = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHAPE = re.compile(r"^(#+|\d+\.|!\[|```)", re.MULTILINE)
SPANS = {"1…0": "1234567890", "1…9": "123456789", "1…8": "12345678", "1…3": "123"}
MOST = 4 * 1024 * 1024
STILL_SAID = 0.9  # of the words that were read from a picture: some come and go without its becoming wrong


def text(language: str) -> str:
    """One language's manual."""
    return (MANUAL / f"{language}.md").read_text(encoding="utf-8")


def keys() -> set[str]:
    """Every key of the windows, alone and with Ctrl."""
    caps = [row.keys for table in TABLES.values() for row in table]
    single = {cap for row in caps for cap in row} | set(VERB_KEYS.values())
    spans = {digit for span, digits in SPANS.items() if span in single for digit in digits}
    return single | spans | {f"Ctrl+{key}" for key in (*spans, "E", "N", "P", "Z", "Enter", "Shift+H")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_quoted_is_said_by_the_product(language: str) -> None:
    quoted = BOLD.findall(text(language))
    assert len(quoted) > 30
    assert [words for words in quoted if not says(language, words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_quoted_is_a_key(language: str) -> None:
    known = keys() | {"run.py tour", "/public/", "/open311/v2/", "citizens.toml", "Idempotency-Key"}
    known |= {"machines.toml", "/v1/machines/CODE/alarms", "/v1/machines/CODE/orders"}
    quoted = KEY.findall(FENCE.sub("", text(language)))
    assert len(quoted) > 50
    assert [key for key in quoted if key not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_one_of_run_py(language: str) -> None:
    lines = [line for block in FENCE.findall(text(language)) for line in block.splitlines()]
    words = [line.removeprefix("python3 run.py ").split()[0] for line in lines]
    assert lines
    assert [word for word in words if word not in COMMANDS and not word.startswith("--")] == []


def test_both_languages_have_the_same_shape_keys_and_pictures() -> None:
    chinese, english = (text(language) for language in LANGUAGES)
    assert SHAPE.findall(chinese) == SHAPE.findall(english)
    assert sorted(KEY.findall(chinese)) == sorted(KEY.findall(english))
    assert FENCE.findall(chinese) == FENCE.findall(english)
    assert wanted("zh_CN") == wanted("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_one_of_the_tours_and_there(language: str) -> None:
    names = wanted(language)
    assert {named for named, _ in PICTURE.findall(text(language))} == {language}
    assert [name for name in names if name not in pictures()] == []
    assert sorted(file.stem for file in (PICTURES / language).glob("*")) == sorted(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_read_from_the_pictures_is_still_said(language: str) -> None:
    index = json.loads((PICTURES / "index.json").read_text(encoding="utf-8"))[language]
    assert [told["name"] for told in index] == list(wanted(language))
    assert {told["language"] for told in index} == {language}
    for told in index:
        still = [words for words in told["says"] if says(told["language"], words)]
        assert still, told["name"]
        assert len(still) >= STILL_SAID * len(told["says"]), (told["name"], sorted(set(told["says"]) - set(still)))


def test_the_pictures_are_small() -> None:
    files = [*PICTURES.rglob("*.webp")]
    assert sum(file.stat().st_size for file in files) <= MOST
    for file in files:
        with Image.open(file) as picture:
            assert picture.width <= 1280, file.name


def test_the_names_of_the_demo_accounts_are_those_of_the_sign_in() -> None:
    for language in LANGUAGES:
        assert is_part(language, " liu")


def test_the_manual_is_found_from_the_readme() -> None:
    readme = (Path(MANUAL).parents[1] / "README.md").read_text(encoding="utf-8")
    assert all(f"docs/manual/{language}.md" in readme for language in LANGUAGES)
