"""The hand-over list as a page to print: plain, without a script; all that comes from data is escaped."""

from collections.abc import Iterable
from html import escape

from console.ui.shift.words import Section
from rules.texts import Texts

_STYLE = "h1 { font-size: 17pt; } h2 { font-size: 13pt; } li { margin-bottom: 3pt; } p { color: #57606a; }"


def page_of(texts: Texts, city: str, head: str, at: str, sections: Iterable[Section], foot: str = "") -> str:
    """The whole page: since when, made when, a line to sign on below; `foot` says who printed it."""
    title = " · ".join(part for part in (texts.text("shift.title"), city) if part)
    parts = [f"<h1>{escape(title)}</h1><p>{escape(head)} · {escape(texts.text('shift.made', at=at))}</p>"]
    for section in sections:
        lines = "".join(f"<li>{escape(line.words)}</li>" for line in section.lines)
        parts.append(f"<h2>{escape(section.name)}</h2><ul>{lines}</ul>")
    if len(parts) == 1:
        parts.append(f"<p>{escape(texts.text('shift.nothing'))}</p>")
    parts.append(f"<p>{escape(texts.text('shift.sign'))}</p>")
    parts += [f"<p>{escape(foot)}</p>"] if foot else []
    meta = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"<!DOCTYPE html><html><head>{meta}</head><body>{''.join(parts)}</body></html>"
