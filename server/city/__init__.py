"""From a folder of files that describe a city to its compiled pack."""
