"""The units' terminal pages."""
