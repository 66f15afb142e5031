"""Addresses as people type them → points with a confidence, and back; offline, from a city's own layers.

One `Geocoder` is made for each version of a city, in about a second; asking it takes a few milliseconds.
"""

from rules.geocoder.answer import How, Kind, Place, Places, Written
from rules.geocoder.geocoder import Geocoder

__all__ = ["Geocoder", "How", "Kind", "Place", "Places", "Written"]
