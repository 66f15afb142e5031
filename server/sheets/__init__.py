"""Reports in files, CSV or Excel: read by the city's own form, tried first, taken once; and answers as a file."""
