"""Sets up a fresh machine and starts Griddesk; needs nothing but Python 3.11.

    python3 run.py [options of main.py]            the console with its embedded server and the demo city
    python3 run.py --training [SEED]               a scripted hour for a dispatcher, with a score
    python3 run.py test [--all] [-- pytest args]   every check and test; --all: the long forms and the older Qt too
    python3 run.py test --qt 6.8.3                 the console's tests alone, on that Qt
    python3 run.py tour DIR [--manual]             pictures of every window and page, made with the real ones
    python3 run.py server ...                      the central server: serve, city, cases, replay, people, epoch
    python3 run.py benchmarks NAME [--long]        measurements

Everything is installed into `.venv` beside this file. It is made once and again when pyproject.toml, constraints.txt or
Python itself changes. Shared libraries and programs come from apt where this is Debian and we are root.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = "griddesk.stamp"  # in a venv: what it was made from, and for which extra
UNABLE = 2  # exit code: this machine lacks something, or was asked for something that is not there

# The extras of pyproject.toml, each with all of those before it; "test" stands apart (tests/checks.py).
EXTRAS = ("server", "console", "dev")
# What each word starts: the extra that it needs, and the arguments for Python.
COMMANDS = {
    "test": ("dev", ["-m", "tests.checks"]),
    "tour": ("dev", ["-m", "tests.together.tour"]),
    "benchmarks": ("dev", ["-m", "benchmarks"]),
    "server": ("server", ["-m", "server"]),
}

# Shared libraries that Qt loads, and the Debian packages that hold them.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libbrotlidec.so.1": "libbrotli1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Programs, libraries and files that the tests need beyond Python packages: any of the places will do.
TEST_TOOLS = {
    "chromium": ["chromium"],
    "libatomic1": ["libatomic.so.1"],
    "xvfb": ["Xvfb"],
    "openbox": ["openbox"],
    "xdotool": ["xdotool"],
    "x11-xserver-utils": ["xrandr"],
    "util-linux": ["setpriv"],
    "dbus": ["dbus-daemon"],
    "at-spi2-core": ["/usr/libexec/at-spi-bus-launcher"],
    "ibus": ["ibus-daemon"],
    "ibus-libpinyin": ["/usr/share/ibus/component/libpinyin.xml"],
    "fcitx5": ["fcitx5"],
    "fcitx5-chinese-addons": ["/usr/share/fcitx5/addon/pinyin.conf"],
    "postgresql-15": ["postgres", *(f"/usr/lib/postgresql/{version}/bin/postgres" for version in range(15, 20))],
    "fonts-noto-cjk": ["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"],
}

TEXTS = {
    "en": {
        "python": "Python 3.11 or newer is needed; this is {found}.",
        "missing": "The system lacks: {names}",
        "install": "Install with:\n  {line}",
        "by_name": "Install these with your system's package manager.",
        "apt": "Installing from apt: {names}",
        "apt_failed": "apt could not install them. To see why, run:\n  {line}",
        "setting_up": "Setting up {where} (only the first time and after updates) ...",
        "pip_failed": "The Python packages could not be installed: see the lines above. Nothing was started.",
        "no_screen": "No screen: neither DISPLAY nor WAYLAND_DISPLAY is set. Start this on a desktop.",
        "dead_screen": "No screen: the display {display} does not answer. Start this on a desktop, or set DISPLAY.",
    },
    "zh": {
        "python": "需要 Python 3.11 或更新版本；当前是 {found}。",
        "missing": "系统缺少：{names}",
        "install": "请执行：\n  {line}",
        "by_name": "请用本系统的软件包管理器安装。",
        "apt": "正在通过 apt 安装：{names}",
        "apt_failed": "apt 安装失败。请执行下面的命令查看原因：\n  {line}",
        "setting_up": "正在准备 {where}（仅首次运行和更新后需要）……",
        "pip_failed": "Python 软件包安装失败：原因见上。程序没有启动。",
        "no_screen": "没有屏幕：DISPLAY 和 WAYLAND_DISPLAY 均未设置。请在桌面环境中启动。",
        "dead_screen": "没有屏幕：显示器 {display} 没有应答。请在桌面环境中启动，或设置 DISPLAY。",
    },
}


def text(key: str, **details: object) -> str:
    """A message in the language of the user's environment."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return TEXTS["zh" if chosen.startswith("zh") else "en"][key].format(**details)


def say(*lines: str) -> None:
    """Write to the user, beside the program's own output."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def give_up(*lines: str) -> NoReturn:
    """Say why and end."""
    say(*lines)
    sys.exit(UNABLE)


def missing_packages(extra: str) -> list[str]:
    """The Debian packages of all that is needed for an extra and is not on this machine."""
    missing = []
    if extra != "server":
        missing += [package for library, package in LIBRARIES.items() if not loads(library)]
    if not python_of(VENV).exists() and find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if extra == "dev":
        missing += [package for package, places in TEST_TOOLS.items() if not any(map(is_there, places))]
    return missing


def is_there(place: str) -> bool:
    """Whether a program is on PATH, a library loads, or a file stands at its place."""
    if ".so." in place:
        return loads(place)
    return Path(place).exists() if place.startswith("/") else shutil.which(place) is not None


def loads(library: str) -> bool:
    """Whether the dynamic linker finds and accepts a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: Sequence[str]) -> None:
    """Install by apt as root on Debian; otherwise say what to type, and end."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    typed = f"sudo {' '.join(command)}"
    say(text("missing", names=" ".join(packages)))
    if shutil.which("apt-get") is None:
        give_up(text("by_name"))
    if os.geteuid() != 0:
        give_up(text("install", line=typed))
    say(text("apt", names=" ".join(packages)))
    # Somebody else may hold the lock of the package manager: wait rather than fail.
    patient = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", "-qq"]
    for step in (["apt-get", "update"], command):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(step + patient, env=quiet, stdout=sys.stderr, check=False).returncode:
            give_up(text("apt_failed", line=typed))


def python_of(venv: Path) -> Path:
    """The interpreter inside a venv."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def fingerprint() -> str:
    """What the content of a venv depends on: the two files that name packages, and this Python."""
    digest = hashlib.sha256(f"{sys.version} {sys.base_prefix}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(venv: Path, extra: str) -> bool:
    """Whether the venv holds what `extra` needs: it was made for it, or for one that includes it."""
    try:
        made_from, made_for = (venv / STAMP).read_text().split()
    except (OSError, ValueError):  # never made, or not to its end
        return False
    enough = EXTRAS[EXTRAS.index(extra) :] if extra in EXTRAS else (extra,)
    return made_from == fingerprint() and made_for in enough and python_of(venv).exists()


def set_up(venv: Path, extra: str, constraints: Path = ROOT / "constraints.txt") -> None:
    """Make the venv, or bring it up to date, for one extra of pyproject.toml. The stamp is written last."""
    say(text("setting_up", where=venv.name))
    (venv / STAMP).unlink(missing_ok=True)
    if not is_usable(venv):
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
    wanted: list[str | Path] = ["-c", constraints, "-e", f"{ROOT}[{extra}]"]
    if not any(subprocess.run([*way, *wanted], check=False).returncode == 0 for way in installers(venv)):
        give_up(text("pip_failed"))
    (venv / STAMP).write_text(f"{fingerprint()} {extra}")


def is_usable(venv: Path) -> bool:
    """Whether a venv is whole and of this Python: then installing into it again is enough."""
    asked = [str(python_of(venv)), "-c", "import pip, sys; print(sys.version, sys.base_prefix)"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    except OSError:  # there is none
        return False
    return answer.strip() == f"{sys.version} {sys.base_prefix}"


def installers(venv: Path) -> list[list[str | Path]]:
    """Ways to install, quickest first. uv knows nothing of a mirror set up for pip: then pip does it alone."""
    pip: list[str | Path] = [python_of(venv), "-m", "pip"]
    ways: list[list[str | Path]] = [[*pip, "install", "-q", "--disable-pip-version-check"]]
    if (uv := shutil.which("uv")) and not subprocess.run(
        [*pip, "config", "list"], capture_output=True, check=False
    ).stdout:
        ways.insert(0, [uv, "pip", "install", "-q", "--compile-bytecode", "--python", python_of(venv)])
    return ways


def check_screen() -> None:
    """End with a reason where Qt would abort without one."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen") or os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY")
    if not display:
        give_up(text("no_screen"))
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    if not x11.XOpenDisplay(None):
        give_up(text("dead_screen", display=display))


def replace_by(arguments: Sequence[str]) -> NoReturn:
    """Become Python in the venv with these arguments."""
    command = [str(python_of(VENV)), *arguments]
    if os.name == "nt":  # there exec would leave the console window without its program
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def main(arguments: Sequence[str]) -> NoReturn:
    """Set up what is missing, then start what was asked for."""
    if sys.version_info < (3, 11):
        give_up(text("python", found=sys.version.split()[0]))
    word = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    extra, started = COMMANDS.get(word, ("console", [str(ROOT / "main.py")]))
    if sys.platform == "linux" and (packages := missing_packages(extra)):
        install_packages(packages)
    if not is_ready(VENV, extra):
        set_up(VENV, extra)
    if sys.platform == "linux" and not word:
        check_screen()
    replace_by([*started, *arguments[1 if word else 0 :]])


if __name__ == "__main__":
    main(sys.argv[1:])
