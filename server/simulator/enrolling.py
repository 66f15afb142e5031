"""Enrols the simulator as a workstation with a one-time token, or goes on as the one that it was before."""

import json
from collections.abc import Callable
from pathlib import Path

from server.simulator.chance import Chance
from server.simulator.door import Door, Refused
from server.simulator.files import NotWritten, write
from server.simulator.patience import Patience
from server.simulator.wish import CannotSimulate, Wish

NOT_SIGNED_IN = 401
LAST = "000000000000:1:~"  # the place of a snapshot after the last case there can be: nearly nothing is told


def enrol(wish: Wish, door: Door, patience: Patience, say: Callable[[str, str], None], number: int = 0) -> str:
    """The console id of the wished workstation of this number; the door then has its bearer. Raises CannotSimulate."""
    token = wish.enrol[number] if wish.enrol else ""
    file = wish.credential_of(number)
    return _again(file, door, patience) or _anew((wish.seed, token), file, door, patience, say)


def _again(file: Path | None, door: Door, patience: Patience) -> str:
    """The console id that was kept, "" when there is none or the server does not know it."""
    kept = _kept(file)
    if kept is None:
        return ""
    door.workstation = kept["token"]
    try:
        patience.until_done(lambda: door.snapshot(LAST))
    except Refused as error:
        if error.status != NOT_SIGNED_IN:
            raise
        return ""
    return kept["console_id"]


def _anew(
    name: tuple[int, str], file: Path | None, door: Door, patience: Patience, say: Callable[[str, str], None]
) -> str:
    seed, token = name
    console_id = f"simulator-{seed}-{Chance(seed).noise(token, size=6).hex()}"
    try:
        door.workstation = patience.until_done(lambda: door.enrol(token, console_id))
    except Refused as error:
        raise CannotSimulate(
            f"--enrol：{error.text or error.rule}。应为服务器 --enrol 给出的一次性令牌",
            f"--enrol: {error.text or error.rule}; expected a one-time token that the server was started with",
        ) from error
    if file is not None:
        _keep(file, {"console_id": console_id, "token": door.workstation}, say)
    return console_id


def _keep(file: Path, credential: dict[str, str], say: Callable[[str, str], None]) -> None:
    """For the next start; this one goes on without: the one-time token is used up."""
    try:
        write(file, json.dumps(credential), 0o600)
    except NotWritten as error:
        say(
            f"工作站凭据未能保存（{error}），下次启动需新的一次性令牌",
            f"the workstation's credential could not be kept ({error}): the next start needs a new one-time token",
        )


def _kept(file: Path | None) -> dict[str, str] | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8")) if file is not None else None
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or not {"console_id", "token"} <= set(told):
        return None
    return {name: str(told[name]) for name in ("console_id", "token")}
