"""Opens a console's files and closes them again: the program in which a migration is killed."""

import sys
from pathlib import Path

from console.desk.files import open_files

if __name__ == "__main__":
    open_files(Path(sys.argv[1]), "test", None).close()
