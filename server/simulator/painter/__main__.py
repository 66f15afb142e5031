"""`python -m server.simulator.painter [--sheet FILE]`: measure the painter, or paint a sheet of photos to look at."""

import argparse
import io
import sys
from pathlib import Path

from PIL import Image

from server.simulator.painter.measure import HOUR, NOON, photos_per_second
from server.simulator.painter.painter import Painter
from server.simulator.painter.shot import MATTERS, Shot

WIDE, HIGH, COLUMNS = 480, 360, 4


def sheet(file: Path, first: int) -> None:
    """Every matter before and after, sixteen photos in rows of four."""
    painter = Painter("Asia/Shanghai")
    wanted = [
        Shot(first + n, matter, solved, NOON + (n * 3 - 5) * HOUR, 1_136_250_000, 347_500_000, 1.0, seed=n * 2 + solved)
        for n, matter in enumerate(MATTERS)
        for solved in (False, True)
    ]
    whole = Image.new("RGB", (COLUMNS * WIDE, len(wanted) // COLUMNS * HIGH))
    for n, shot in enumerate(wanted):
        photo = Image.open(io.BytesIO(painter.paint(shot))).resize((WIDE, HIGH))
        whole.paste(photo, (n % COLUMNS * WIDE, n // COLUMNS * HIGH))
    whole.save(file)


def main(arguments: list[str]) -> int:
    """Always 0."""
    parser = argparse.ArgumentParser(prog="python -m server.simulator.painter", description=__doc__)
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="paint a sheet of sixteen photos instead")
    parser.add_argument("--first", type=int, default=1, help="number of the sheet's first place")
    asked = parser.parse_args(arguments)
    if asked.sheet:
        sheet(asked.sheet, asked.first)
    else:
        print(f"{photos_per_second():.1f} photos of 2 megapixels per second and core")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
