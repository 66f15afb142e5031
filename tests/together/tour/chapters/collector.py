"""A collector's page: checks to answer, reports to make."""

from tests.together.tour.stage import BOTH, Stage

PICTURES = ("collector", "collector-check", "collector-report", "collector-dark")
REFUSE = "event-01-10-1"


def tell(stage: Stage) -> None:
    """A check that waits, its form, and the form for a report."""
    stage.morning()
    cast = stage.cast
    cast.at(217)
    case_id = cast.sent(REFUSE, photos=True)
    cast.feedback(case_id, REFUSE)
    cast.confirm(case_id, REFUSE)
    stage.city.person("chen").do("send_check", case_id)
    login, number = stage.city.collector_of(case_id), cast.number(case_id)
    phone = stage.collector(login)
    phone.page.goto(f"{stage.city.url}/collector/")
    stage.shoot(phone, "collector", "A collector's page: what is to be checked, own reports")
    phone.page.click(f"a[data-check][data-case='{number}']")
    stage.shoot(phone, "collector-check", "Answering a check: the result and a photo")
    phone.page.goto(f"{stage.city.url}/collector/report")
    stage.shoot(phone, "collector-report", "Reporting something new")
    dark = stage.collector(login, BOTH)
    dark.page.goto(f"{stage.city.url}/collector/")
    stage.shoot(dark, "collector-dark", "The collector's page, in the other language and theme")
