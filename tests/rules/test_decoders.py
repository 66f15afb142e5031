"""Decoders: a program whose threads all begin to read at once lives on."""

import subprocess
import sys

import msgspec
import pytest

from rules.decoders import converted, from_json, from_msgpack
from rules.protocol import Mark

# A thread of its own for each kind, all made of the same classes, switched as often as Python can. Without the lock
# about every second of these processes dies of a segmentation fault.
ALL_AT_ONCE = """
import sys, threading
sys.setswitchinterval(1e-6)
from rules.case import Case
from rules.decoders import converted, from_json, from_msgpack
from rules.protocol import Push, PushAnswer

kinds = [PushAnswer, tuple[PushAnswer, ...], Push, tuple[Push, ...], Case, tuple[Case, ...], dict[str, Case]]
together = threading.Barrier(3 * len(kinds))
ended = []

def make(way, kind):
    together.wait()
    try:
        way(kind)
    finally:
        ended.append(kind)

ways = [from_json, from_msgpack, lambda kind: converted([], kind) if kind in kinds[1:6:2] else from_json(kind)]
threads = [threading.Thread(target=make, args=(way, kind)) for kind in kinds for way in ways]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(ended))
"""


def test_many_threads_make_their_decoders_at_once() -> None:
    for _ in range(6):
        ended = subprocess.run([sys.executable, "-c", ALL_AT_ONCE], capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "21\n", "")


def test_a_decoder_is_made_once() -> None:
    assert from_json(Mark) is from_json(Mark)
    assert from_msgpack(Mark) is from_msgpack(Mark)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        converted({"seq": "none"}, Mark)
