"""Fits figures to a city: matters of which it has no category or filing condition are left out, and that is told."""

from collections.abc import Callable
from dataclasses import replace

from rules.city import City
from server.simulator.figures import Figures, Matter
from server.simulator.wish import CannotSimulate


def fitted(figures: Figures, city: City, say: Callable[[str, str], None]) -> Figures:
    """The figures with the matters that this city has. Raises CannotSimulate when it has none of them."""
    known = tuple(matter for matter in figures.matters if _has(city, matter))
    left_out = ", ".join(matter.category for matter in figures.matters if matter not in known)
    if not known:
        raise CannotSimulate(
            f"该城市没有数据文件中的任何事项（{left_out}）：matters.category 应为该城市的类别编码",
            f"the city has none of the figures' matters ({left_out}); expected its own categories in matters.category",
        )
    if left_out:
        say(f"该城市没有这些事项，不予上报：{left_out}", f"not reported, as the city does not have them: {left_out}")
    return replace(figures, matters=known)


def _has(city: City, matter: Matter) -> bool:
    conditions = (f"{matter.category}-{number}" for number, weight in matter.conditions.items() if weight)
    return matter.category in city.categories and any(key in city.conditions for key in conditions)
