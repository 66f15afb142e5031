"""What of a city has an address: house numbers and lanes, places with a name, components with their owner; as points.

A part of the city pack of its own, beside the geometry: who asks for neither loads neither. Points are integers of 1e-7
degree CGCS2000, longitude first.
"""

from rules.gazetteer.gazetteer import BadGazetteer, Component, Gazetteer
from rules.gazetteer.values import Components, Houses, Poi, Pois

__all__ = ["BadGazetteer", "Component", "Components", "Gazetteer", "Houses", "Poi", "Pois"]
