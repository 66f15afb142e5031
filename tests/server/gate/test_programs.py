"""Centre and intake as two programs with nothing between them but a folder: killed, restarted, cut off, lied to."""

import io
import json
import re
import shutil
import signal
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from server.__main__ import main
from server.gate.ferry import ASIDE
from tests.fixtures.children import wait_until
from tests.server.city.small_folder import TABLES, write_small_city
from tests.server.client import Client
from tests.server.pages.visitor import Visitor, photo

CITIZENS = '[citizens]\ndelay_s = 0\nproof_bits = 0\nphotos_max = 3\n[[services]]\ncode = "refuse"\nname = "暴露垃圾"\n'
PEOPLE = f"""{TABLES["people.csv"].splitlines()[0]},password
chen,陈志远,acceptor,,,right-horse
u1,西区,unit,410102,,right-horse
"""
ENDED = (0, -signal.SIGTERM)
POINT = {"lat": "34.7005", "lon": "113.6005"}
ENGLISH = {"LC_ALL": "en_GB.UTF-8"}


class Gate:
    """Two programs; files are carried by `ferry`, or not."""

    def __init__(self, programs, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self.inner, self.outer = folder / "inner", folder / "outer"
        city = write_small_city(folder / "city", people=PEOPLE)
        (city / "citizens.toml").write_text(CITIZENS, encoding="utf-8")
        self.city = city
        data = ("--data", folder / "centre")
        self.run("city", "import", city, "--files", folder / "centre", "--yes")
        self.run("gate", "add", "外网", self.inner, "--key", folder / "gate.key", *data)
        self.centre, self.at_centre = self.serve()
        self.outside = programs.start(*self.intake(), env=ENGLISH)
        self.outside.wait_for("waiting for the city")
        self.ferry_until(lambda: '"port"' in self.outside.output(), "the city beyond the gate")
        self.visitor = self.visit()

    def run(self, *arguments) -> str:
        """A command; what it says."""
        out = io.StringIO()
        with redirect_stdout(out):
            assert main([str(each) for each in arguments]) == 0, out.getvalue()
        return out.getvalue()

    def serve(self):
        program = self.programs.start("-m", "server", "serve", "--data", str(self.folder / "centre"), env=ENGLISH)
        port = json.loads(program.wait_for(r'\{"port": \d+\}').group())["port"]
        client = Client(f"http://127.0.0.1:{port}")
        said = client.post("/v1/session", json={"login": "chen", "password": "right-horse"}).json()
        self.headers = {"Authorization": f"Bearer {said['token']}"}
        return program, client

    def intake(self) -> list[str]:
        options = ("--data", self.folder / "outside", "--gate", self.outer, "--key", self.folder / "gate.key")
        return ["-m", "server", "intake", *map(str, options)]

    def restart_outside(self) -> None:
        self.outside.kill()
        self.outside = self.programs.start(*self.intake(), env=ENGLISH)
        self.visitor.close()
        self.visitor = self.visit()

    def visit(self) -> Visitor:
        port = json.loads(self.outside.wait_for(r'\{"port": \d+\}').group())["port"]
        return Visitor(f"http://127.0.0.1:{port}", "en")

    # --- the ferry between the two networks

    def carry(self, way: str) -> list[Path]:
        """Move what is whole from one side to the other, as a gate does."""
        source, target = (self.outer, self.inner) if way == "to_centre" else (self.inner, self.outer)
        moved = []
        for file in sorted((source / way).glob("to_*.*")):
            (target / way).mkdir(parents=True, exist_ok=True)
            part = target / way / f"{file.name}.tmp"
            try:
                shutil.copyfile(file, part)
                file.unlink()
            except FileNotFoundError:
                continue
            part.replace(target / way / file.name)
            moved.append(target / way / file.name)
        return moved

    def ferry(self) -> None:
        self.carry("to_centre")
        self.carry("to_outside")

    def ferry_until(self, holds, what: str) -> None:
        def once():
            self.ferry()
            return holds()

        wait_until(once, what, 60)

    def batch(self) -> Path:
        """The next batch that the outside has written, not carried yet."""
        found = wait_until(lambda: sorted((self.outer / "to_centre").glob("*.batch")), "a batch")
        return found[0]

    # --- the citizen and the acceptor

    def report(self, words: str) -> str:
        """The secret link of what was reported."""
        self.visitor.get("/public/")
        form = self.visitor.hidden("report")
        files = [("photos", ("a.jpg", photo("red", 40)))]
        wait_until(
            lambda: (
                self.visitor.post("/public/", form | POINT | {"words": words}, files=files)
                and self.visitor.page.status_code == 200
            ),
            "the report to be taken",
        )
        return self.visitor.page.url.partition("?")[0].removeprefix(self.visitor.url)

    def number(self, link: str) -> str:
        found = re.search(r'data-number="([^"]*)"', self.visitor.get(link))
        return found.group(1) if found else ""

    def words(self) -> list[str]:
        """What the centre's cases say, sorted."""
        answer = self.at_centre.get("/v1/ask/history", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return sorted(case["words"] for case in answer.json()["cases"])


pytestmark = pytest.mark.timeout(400)  # five programs are started one after the other


@pytest.fixture
def gate(programs, tmp_path: Path, monkeypatch) -> Gate:
    """Both are up, and the city has crossed."""
    monkeypatch.setenv("LC_ALL", ENGLISH["LC_ALL"])
    return Gate(programs, tmp_path)


def test_killed_in_the_middle_on_both_sides_nothing_is_lost_and_nothing_comes_twice(gate: Gate) -> None:
    first = gate.report("甲")
    gate.restart_outside()  # kill -9: the report was answered, so it is in its books
    second = gate.report("乙")
    gate.batch()
    gate.carry("to_centre")
    gate.centre.kill()  # whatever it has taken by now
    gate.centre, gate.at_centre = gate.serve()
    gate.ferry_until(lambda: gate.number(first) and gate.number(second), "both numbers")
    assert gate.number(first) != gate.number(second)
    assert gate.words() == ["乙", "甲"]


def test_doubled_out_of_order_cut_short_and_forged_files_harm_nothing_and_are_told(gate: Gate) -> None:
    """Three batches: the first is lost, the second comes three times, the third first and cut short; one is forged."""
    first = gate.report("甲")
    one = gate.batch()
    whole = one.read_bytes()
    lost = one.name
    one.unlink()
    second = gate.report("乙")
    two = gate.batch()
    copies = two.read_bytes()
    two.unlink()
    third = gate.report("丙")
    three = gate.batch()
    inner = gate.inner / "to_centre"
    (inner / three.name).write_bytes(three.read_bytes()[:-40])
    three.unlink()
    (inner / f"0-{lost}").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    for n in range(3):
        (inner / two.name.replace(".batch", f"-{n}.batch")).write_bytes(copies)
    wait_until(lambda: len(list((inner / ASIDE).glob("*"))) == 2, "both bad files put aside")
    gate.ferry_until(lambda: all(gate.number(link) for link in (first, second, third)), "all three numbers")
    assert gate.words() == ["丙", "乙", "甲"]
    told = gate.run("gate", "troubles", "--data", gate.folder / "centre")
    assert "cut short" in told
    assert "not made with this gate's key" in told
    assert re.search(r"number \d+ is missing", told)
    assert f"外网\t–\t{gate.inner}" in gate.run("gate", "list", "--data", gate.folder / "centre")


def test_the_line_may_be_cut_for_long_and_a_wrong_key_opens_nothing(gate: Gate, tmp_path: Path) -> None:
    link = gate.report("甲")
    assert "told once it is accepted" in gate.visitor.get(link)
    other = tmp_path / "other.key"
    gate.run("gate", "add", "另一个", tmp_path / "elsewhere", "--key", other, "--data", gate.folder / "centre")
    gate.outside.stop()
    program = gate.programs.start(*gate.intake()[:-1], str(tmp_path / "city" / "city.toml"), env=ENGLISH)
    assert program.wait() == 2
    assert "holds no key of a gate" in program.output()
    gate.outside = gate.programs.start(*gate.intake(), env=ENGLISH)
    gate.visitor = gate.visit()
    gate.ferry_until(lambda: gate.number(link), "the number")
    assert gate.words() == ["甲"]


def test_terminals_are_a_program_of_their_own_too(gate: Gate, tmp_path: Path) -> None:
    """Both sides look into one folder: a gate that moves files between two is tried above."""
    folder, key = tmp_path / "terminals-gate", tmp_path / "terminals.key"
    data = ("--data", gate.folder / "centre")
    gate.run("gate", "add", "西区终端", folder, "--key", key, "--units", "410102", *data)
    options = ("--data", tmp_path / "terminals", "--gate", folder, "--key", key)
    program = gate.programs.start("-m", "server", "terminals", *map(str, options), env=ENGLISH)
    port = json.loads(program.wait_for(r'\{"port": \d+\}').group())["port"]
    visitor = Visitor(f"http://127.0.0.1:{port}", "en")
    wait_until(lambda: "data-unit" in (visitor.sign_in("u1") and visitor.get("/terminal/")), "the sign-in of the unit")
    visitor.close()
    assert "西区终端\t410102\t" in gate.run("gate", "list", *data)
    gate.run("gate", "end", "西区终端", *data)
    assert program.stop() in ENDED
