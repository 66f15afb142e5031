"""From a folder of files that describe a city to its compiled pack. Importing this loads no geographic library."""

from server.city.compiling import CityRefused, CompiledCity, compile_folder
from server.city.findings import Finding, Findings, Level

__all__ = ["CityRefused", "CompiledCity", "Finding", "Findings", "Level", "compile_folder"]
