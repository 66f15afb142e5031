"""What is heard in free words: a phone number, a class; and words without the number."""

import pytest

from rules.hearing import class_in, phones_in, without_phones

CLASSES = (
    ("event-01-10", "暴露垃圾"),
    ("event-01-10", "refuse"),
    ("event-02-01", "占道经营"),
    ("component-01-02", "污水井盖"),
    ("component-01-03", "雨水井盖"),
)


@pytest.mark.parametrize(
    ("words", "phones"),
    [
        ("中原路有垃圾 13800001234", ("13800001234",)),
        ("138 0000 1234 张女士", ("138 0000 1234",)),
        ("+86-13800001234", ("+86-13800001234",)),
        ("0371-67188888", ("0371-67188888",)),
        ("34.747251, 113.624931", ()),
        ("网格 410102005001001", ()),
        ("中原路21号", ()),
    ],
)
def test_phones(words: str, phones: tuple[str, ...]) -> None:
    assert phones_in(words) == phones


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("中原路有垃圾，电话：13800001234", "中原路有垃圾"),
        ("13800001234 中原路有垃圾", "中原路有垃圾"),
        ("中原路有垃圾 138-0000-1234，很臭", "中原路有垃圾，很臭"),
        ("34.747251, 113.624931 有垃圾 ", "34.747251, 113.624931 有垃圾 "),
    ],
)
def test_words_without_the_number(words: str, left: str) -> None:
    assert without_phones(words) == left


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("陇海路有暴露垃圾", "event-01-10"),
        ("门口有一堆垃圾暴露在外", "event-01-10"),
        ("REFUSE at the gate", "event-01-10"),
        ("井盖松动", ""),
        ("污水井盖松动", "component-01-02"),
        ("噪音", ""),
        ("", ""),
    ],
)
def test_the_class_that_is_named(words: str, key: str) -> None:
    assert class_in(words, CLASSES) == key
