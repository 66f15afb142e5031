"""Gauss-Krüger coordinates of CGCS2000 back to degrees: what surveyors give as X (north) and Y (east) in metres.

The inverse series of Krüger (1912) in the third flattening n, to its fourth power: exact to less than 1 mm within 6° of
the central meridian. Scale 1, false easting 500 km, as GB 22021 and the 3° and 6° zones of China have them.
"""

from math import asin, atan, atanh, cos, cosh, degrees, sin, sinh, sqrt, tan

_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161_280,
)
_FALSE_EAST = 500_000.0


def to_degrees(north: float, east: float, meridian: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in metres (without zone number) on a central meridian (degrees)."""
    xi, eta = north / _RADIUS, (east - _FALSE_EAST) / _RADIUS
    along, across = xi, eta
    for k, beta in enumerate(_BETA, 1):
        along -= beta * sin(2 * k * xi) * cosh(2 * k * eta)
        across -= beta * cos(2 * k * xi) * sinh(2 * k * eta)
    conformal = asin(sin(along) / cosh(across))
    return meridian + degrees(atan(sinh(across) / cos(along))), degrees(_latitude(conformal))


def _latitude(conformal: float) -> float:
    """The latitude of a conformal one, by Newton's way (Karney 2011, formulas 7 to 9 and 19 to 21)."""
    e = sqrt(_FLATTENING * (2 - _FLATTENING))
    wanted = tan(conformal)
    tau = wanted
    for _ in range(5):
        sigma = sinh(e * atanh(e * tau / sqrt(1 + tau * tau)))
        found = tau * sqrt(1 + sigma * sigma) - sigma * sqrt(1 + tau * tau)
        slope = (1 + (1 - e * e) * tau * tau) / ((1 - e * e) * sqrt(1 + tau * tau))
        tau += (wanted - found) / sqrt(1 + found * found) * slope
    return atan(tau)
