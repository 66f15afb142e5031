"""The simulator against real servers: it lives through cases, a kill, a dead server, a gentle start."""

import json
import os
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlcipher3

from tests.fixtures.children import wait_until
from tests.fixtures.programs import Program, Programs
from tests.server.city.small_folder import TOML, write_small_city
from tests.server.simulator.conftest import FIGURES, MONDAY_8
from tests.server.simulator.little_city import write_little_city
from tests.together.harness.city import City

ONE_MATTER = """[[matters]]
category = "event-01-10"
share = 1
picture = "refuse"
words = ["路口有暴露垃圾"]
conditions = { 1 = 3, 2 = 1 }

[[matters]]
category = "component-01-02"
share = 1
picture = "manhole"
words = ["污水井盖松动"]
conditions = { 1 = 1 }

# --- special days
"""


def little_figures(folder: Path) -> Path:
    """The demo city's figures with what the little city has to report, seldom twice, from two scenes."""
    text = FIGURES.read_text(encoding="utf-8")
    before, _, rest = text.partition("[[matters]]")
    text = before + ONE_MATTER + rest.partition("# --- special days\n")[2]
    text = text.replace('category = "event-02-01"\nfactor', 'category = "event-01-10"\nfactor')
    file = folder / "figures.toml"
    file.write_text(
        text.replace("duplicate_seen = 0.85", "duplicate_seen = 0.02").replace("pool = 96", "pool = 4"), "utf-8"
    )
    return file


class Town:
    """A served little city on a test clock, and simulators for it."""

    def __init__(self, programs: Programs, folder: Path) -> None:
        self._programs, self.folder = programs, folder
        self.clock, self.report = folder / "clock", folder / "report.json"
        self.clock.write_text(json.dumps({"at": MONDAY_8, "rate": 0, "real": 0}), encoding="utf-8")
        self.figures = little_figures(folder)
        self.city = write_little_city(folder / "city")
        self.server = self.serve("0")
        self.url = f"http://127.0.0.1:{self.port}"

    def serve(self, port: str) -> Program:
        """Start the server, the same one again with its port."""
        options = ["--city", self.city, "--data", self.folder / "data", "--port", port, "--test-clock", self.clock]
        tokens = [f"--enrol=t{n}" for n in range(3)]
        program = self._programs.start("-m", "server", "serve", *options, *tokens)
        self.port = json.loads(program.wait_for(r'\{"port": \d+\}').group())["port"]
        return program

    def simulate(self, *options: str, enrol: Sequence[str] = ("t0",)) -> Program:
        """Start a simulator."""
        said = ["--figures", self.figures, "--report", self.report, "--test-clock", self.clock]
        tokens = [f"--enrol={token}" for token in enrol]
        return self._programs.start("-m", "server", "simulate", self.url, *said, *tokens, *options)

    def pushed(self) -> Counter[str | None]:
        """How many commands each workstation brought that were accepted."""
        asked = "SELECT console_id, count(*) FROM commands WHERE state = 'accepted' GROUP BY console_id"
        with closing(sqlcipher3.connect(self.folder / "data" / "griddesk.db")) as database:
            return Counter(dict(database.execute(asked).fetchall()))

    def told(self) -> dict[str, Any]:
        """The simulator's counts."""
        return json.loads(self.report.read_text(encoding="utf-8")) if self.report.exists() else {"verbs": {}}


def test_two_hundred_cases_come_and_go_and_a_killed_simulator_goes_on(programs: Programs, tmp_path: Path) -> None:
    town = Town(programs, tmp_path)
    credential = ("--credential", str(tmp_path / "credential"))
    wish = ("--full-speed", "--dispatchers", "--cases-per-day", "8000", "--step-seconds", "1800", *credential)
    first = town.simulate(*wish, "--start", "2026-03-02T08:00", "--cases", "150", enrol=("t0", "t1"))
    wait_until(lambda: town.told()["verbs"].get("report", 0) > 20, "reports", 120)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    second = town.simulate(*wish, "--cases", "50", enrol=("spent", "spent-too"))
    assert second.wait(200) == 0, second.output()
    told = town.told()
    assert told["verbs"]["report"] == 50
    assert told["open"] == 0
    assert told["refused"] < 20
    assert {"dispatch", "sign", "feedback", "confirm_pass", "answer_check", "verify_pass", "close"} <= set(
        told["verbs"]
    )
    assert '{"simulator": {"url": "http://127.0.0.1:' in second.output()
    by_workstation = town.pushed()  # one for each district, before and after the restart
    del by_workstation[None]  # what people and machines sent by pages
    assert len(by_workstation) == 2
    assert min(by_workstation.values()) > 100


def test_several_workstations_push_at_full_speed_alone(programs: Programs, tmp_path: Path) -> None:
    town = Town(programs, tmp_path)
    refused = town.simulate("--speed", "60", enrol=("t0", "t1"))
    assert refused.wait(60) == 2
    assert "--full-speed" in refused.output()


def stands_in_the_way(file: Path) -> bool:
    """Make a folder where a file is going to be written; False when the file is there just now."""
    with suppress(FileExistsError):
        file.mkdir()
        return True
    return False


def test_a_dead_server_and_a_full_disk_are_waited_for_and_a_role_is_taken_and_given_back(
    programs: Programs, tmp_path: Path
) -> None:
    town = Town(programs, tmp_path)
    wish = ("--speed", "120", "--dispatchers", "--cases-per-day", "3000", "--start", "2026-03-02T08:00")
    simulator = town.simulate(*wish)
    control = json.loads(simulator.wait_for(r'\{"simulator".*\}').group())["simulator"]["url"]
    wait_until(lambda: town.told()["verbs"].get("file", 0) > 1, "filed cases", 120)
    with requests.Session() as http:
        http.trust_env = False
        taken = http.post(f"{control}take/zhao", timeout=10, allow_redirects=False)
        assert control.endswith(taken.headers["Location"])  # who sits at a console signs in there

        def waiting() -> int:
            return int(http.get(f"{control}state", timeout=10).json()["waiting"].get("zhao", 0))

        wait_until(lambda: waiting() > 1, "work that waits for zhao", 120)
        part = tmp_path / "report.json.part"
        wait_until(lambda: stands_in_the_way(part), "a moment without a report being written")
        simulator.wait_for("报告未能写入|the report could not be written")
        part.rmdir()
        simulator.wait_for("报告已可写入|the report can be written again")
        town.server.kill()
        simulator.wait_for("服务器暂不可用|the server is away")
        town.server = town.serve(str(town.port))
        simulator.wait_for("服务器已恢复|the server is back")
        before = town.told()["verbs"]
        assert http.post(f"{control}give/zhao", timeout=10, allow_redirects=False).status_code == 303
        wait_until(lambda: town.told()["verbs"]["file"] > before["file"], "zhao's work", 120)
    assert simulator.stop() == 0
    assert not {"rule.exists", "rule.id_reused"} & set(town.told()["refusals"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_gentle_start_fills_every_list_once(programs: Programs, city: City, tmp_path: Path) -> None:
    def live(*options: str | Path) -> Program:
        return programs.start("-m", "server", "simulate", city.url, "--gentle", *city.clock.options, *options)

    report = tmp_path / "report.json"
    simulator = live("--enrol=desk-a", "--report", report)
    simulator.wait_for(r'\{"simulator".*\}')
    wang = city.person("wang")

    def counts() -> dict[str, int]:
        lists = ("intake", "to_dispatch", "to_confirm", "to_verify", "dispatched")
        return {name: len(wang.on_list(name)) for name in lists}

    def filled() -> bool:
        found = counts()
        return found["to_dispatch"] >= 10 and all(found[name] >= 1 for name in found)

    wait_until(filled, "work on every list", 120)
    assert simulator.stop() == 0
    known = {case["number"] for name in counts() for case in wang.on_list(name)}
    second = tmp_path / "second.json"
    again = live("--enrol=desk-b", "--report", second)
    wait_until(second.is_file, "the second one's report")
    assert again.stop() == 0
    words = [case["words"] for name in counts() for case in wang.on_list(name)]
    assert words.count("路口西北角有暴露垃圾，约两车，影响行人通行") == 1
    assert known


def test_nothing_is_invented_for_a_real_city_and_wrong_wishes_are_told(programs: Programs, tmp_path: Path) -> None:
    folder = write_small_city(tmp_path / "city", TOML.replace("synthetic = true", "synthetic = false"))
    server = programs.start("-m", "server", "serve", "--city", folder, "--data", tmp_path / "data", "--enrol=t")
    port = json.loads(server.wait_for(r'\{"port": \d+\}').group())["port"]
    real = programs.start("-m", "server", "simulate", f"http://127.0.0.1:{port}", "--enrol=t")
    assert real.wait() == 2
    assert "真实城市" in real.output() or "real city" in real.output()
