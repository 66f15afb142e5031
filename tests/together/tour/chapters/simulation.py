"""Invented people live in the city; a page shows them and gives their roles away. The last chapter: they go on."""

import re

from tests.together.tour.stage import Stage

PICTURES = ("simulator", "take-role")
TOLD = re.compile(r'\{"simulator": \{"url": "([^"]+)"\}\}')


def tell(stage: Stage) -> None:
    """The control page of the simulator, and a role that is taken."""
    stage.morning()
    stage.cast.at(300)
    url = stage.simulate().wait_for(TOLD.pattern)[1]
    page = stage.page(wide=1280)
    page.goto(url)
    stage.shoot(page, "simulator", "Who lives in the city, what waits for each, and how fast time goes")
    with page.context.expect_page() as opened:
        page.locator("li[data-taken=false] form.take[target=_blank] button").first.click()
    taken = opened.value
    taken.wait_for_selector("input[name=login]")
    stage.shoot(taken, "take-role", "Taking a role: the sign-in with its account filled in")
