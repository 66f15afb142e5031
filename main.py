"""Starts the console: `python main.py [--server URL --enrol TOKEN | --embedded CITY] [--files DIR] …`."""

import sys

from console.app.start import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
