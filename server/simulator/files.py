"""Writes the simulator's own files: whoever reads finds the old file or the new one, never half of it."""

from pathlib import Path


class NotWritten(Exception):
    """A file cannot be written now, as the disk is full or its folder is gone."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(f"{file}: {error.strerror or type(error).__name__}")


def write(file: Path, text: str, mode: int = 0o666) -> None:
    """Replace a file; a new one gets this mode, less the umask. Raises NotWritten; the old one then stays."""
    part = file.with_name(file.name + ".part")
    try:
        part.touch(mode)
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise NotWritten(file, error) from error
