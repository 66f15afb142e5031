"""The child process that prints a page: whole or not at all, with the reason in words."""

import subprocess
import sys
from pathlib import Path

from console.app.child import ROOT

PAGE = "<html><body><h1>交接清单</h1><ul><li>02:05 – 02:40</li></ul></body></html>"


def printed(file: Path, page: bytes = PAGE.encode()) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "console.app.sheet", str(file)]
    return subprocess.run(command, input=page, capture_output=True, cwd=ROOT, timeout=120, check=False)


def test_a_page_becomes_a_pdf_in_a_folder_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "shifts" / "shift.pdf"
    done = printed(file)
    assert (done.returncode, done.stdout.decode().strip(), done.stderr) == (0, str(file), b"")
    body = file.read_bytes()
    assert (body[:5], body.rstrip()[-5:]) == (b"%PDF-", b"%%EOF")
    assert [each.name for each in file.parent.iterdir()] == ["shift.pdf"]
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_folder_that_takes_nothing_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "shifts").write_bytes(b"a file stands there")
    done = printed(tmp_path / "shifts" / "shift.pdf")
    assert done.returncode == 1
    assert b"shifts" in done.stderr
    assert b"Traceback" not in done.stderr
