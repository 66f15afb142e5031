"""The small city with services for citizens, and doors that are quick enough for tests."""

from dataclasses import replace

from rules.city import City
from rules.services import CitizenRules, Datatype, Question, Service, Value
from tests.server.small_city import small_city

QUESTIONS = (
    Question("amount", Datatype.SINGLE, "多少", "How much", required=True, values=(Value("bag", "一袋", "A bag"),)),
    Question("where", Datatype.MULTI, "哪里", "Where", values=(Value("a", "路", "Road"), Value("b", "园", "Park"))),
    Question("count", Datatype.NUMBER, "几处", "How many"),
    Question("since", Datatype.DATETIME, "何时起", "Since"),
    Question("mark", Datatype.STRING, "字样", "Words on it", "如 污水", "Such as sewage"),
    Question("more", Datatype.TEXT, "补充", "More"),
    Question("safe", Datatype.STRING, "请注意安全", "Be careful", asks=False),
)
SERVICES = (
    Service("refuse", "暴露垃圾", "Refuse", "event-01-10", group="市容", group_en="Looks", questions=QUESTIONS),
    Service("other", "其他", "Something else", keywords=("其他", "other")),
)


def citizens_city(**rules: object) -> City:
    """`rules` change what the city chose for citizens."""
    chosen = {"jurisdiction": "small.example", "proof_bits": 8, "delay_s": 20} | rules
    found = CitizenRules(**chosen)  # type: ignore[arg-type]
    return replace(small_city(), services={each.code: each for each in SERVICES}, citizens=found)
