"""What the checker reports, and what it was told by those who saw it happen."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that does not hold, in which file or database, and what was seen."""

    invariant: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.where}: {self.what}"

    def line(self) -> str:
        """As one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(slots=True)
class Witness:
    """What was told to a person, written down outside of the programs: ids called queued, and personal texts.

    `recorded`: id → the console that called it queued. `secrets`: texts that may stand in personal records alone.
    """

    recorded: dict[str, str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, file: Path) -> "Witness":
        """From a file of JSON lines {"id", "console"} and {"secret"}; a torn last line was told to nobody."""
        witness = cls()
        for line in file.read_bytes().splitlines():
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if "secret" in said:
                witness.secrets.add(str(said["secret"]))
            else:
                witness.recorded[str(said["id"])] = str(said["console"])
        return witness

    def of_console(self, console: str) -> set[str]:
        """The ids that this console called queued."""
        return {command_id for command_id, who in self.recorded.items() if who == console}
