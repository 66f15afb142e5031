"""Name and time of who looks stand over every page of a signed-in person, on the screen and on paper."""

from importlib.resources import files


def test_a_signed_in_page_names_who_looks_and_when(visit, hands) -> None:
    hands.dispatched("case-1", "west")
    visitor = visit("u-west")
    for path in ("/terminal/", "/terminal/case/case-1"):
        text = visitor.get(path)
        assert 'data-mark="西区 u-west 2015-04-22 09:00"' in text
        assert 'class="watermark" aria-hidden="true"' in text


def test_nobody_is_named_where_nobody_is_signed_in(visit) -> None:
    assert "watermark" not in visit("").get("/")


def test_it_is_printed_and_lets_clicks_through() -> None:
    style = (files("server") / "static" / "pages.css").read_text(encoding="utf-8")
    rule = style[style.index(".watermark{") : style.index("}", style.index(".watermark{"))]
    assert "pointer-events:none" in rule
    assert "position:fixed" in rule  # on paper it stands on every sheet
    assert ".watermark{opacity:" in style[style.rindex("@media print") :]
