"""What was not really solved comes back on top, and the terminal says why; at last it is closed."""

from tests.together.tour.stage import Stage

PICTURES = ("re-dispatch", "came-back", "closed")
COVER = "component-01-02-1"


def tell(stage: Stage) -> None:
    """Rejected, sent again, solved, closed."""
    stage.morning()
    cast, city = stage.cast, stage.city
    cast.at(260)
    case_id = cast.sent(COVER, photos=True)
    cast.at(264)
    cast.feedback(case_id, COVER, solved=False)
    cast.confirm(case_id, COVER)
    city.person("chen").do(
        "verify_fail", case_id, reason="not_solved", text="井盖仍然高出路面", photos=cast.marked(case_id)
    )
    desk = stage.desk("wang")
    desk.choose(cast.number(case_id))
    stage.snap(desk, "re-dispatch", "The rejected work is back on top, with the same unit and the rest of its limit")
    desk.dispatch()
    city.wait_for_stage(case_id, "with_units")
    terminal = stage.terminal(cast.unit_of(case_id))
    terminal.open(case_id)
    stage.shoot(terminal, "came-back", "On the terminal: why it came back, with the mark, before anything else")
    cast.at(270)
    cast.feedback(case_id, COVER, solved=True)
    cast.confirm(case_id, COVER)
    city.person("chen").do("verify_pass", case_id)
    city.person("zhao").do("close", case_id, closing=list(city.rules().conditions[COVER].closing))
    desk.choose(cast.number(case_id))
    stage.snap(desk, "closed", "Closed: every step with its time")
