"""The control page as HTML, in Chinese or English, light or dark as the system is."""

from collections.abc import Mapping
from html import escape
from typing import Any

from server.simulator.cast import CENTRE
from server.simulator.control_style import SCRIPT, STYLE
from server.simulator.control_words import WORDS

AT_CONSOLE = frozenset({*CENTRE, "supervisor"})
"""Groups that sit at a console: they have no page of their own."""
OPEN = frozenset({"dispatcher", "supervisor", "acceptor", "shift_leader", "district"})


class Pages:
    """`verbs`: the words of the field for actions, by language ("zh_CN", "en") and verb."""

    def __init__(self, verbs: Mapping[str, Mapping[str, str]]) -> None:
        self._verbs = verbs

    def page(self, told: Mapping[str, Any], groups: Mapping[str, list[dict[str, str]]], *, english: bool) -> str:
        """The whole page; its numbers are kept up to date by its script, its buttons work without."""
        language = "en" if english else "zh_CN"
        words, verbs = WORDS[language], self._verbs.get(language, {})
        parts = (
            _head(told, words, english=english),
            _numbers(told, words, verbs),
            _roles(told, groups, words, english=english),
        )
        return (
            f'<!doctype html><html lang="{language.replace("_", "-")}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{words["title"]}</title>'
            f"<style>{STYLE}</style></head><body>{''.join(parts)}<script>{SCRIPT}</script></body></html>"
        )


def _head(told: Mapping[str, Any], words: Mapping[str, str], *, english: bool) -> str:
    speed = words["full_speed"] if not told["speed"] else f"× {told['speed']:g}"
    city = escape(told["city_en" if english else "city"])
    state = "behind" if told["behind_now"] else "keeping"
    return (
        f"<header><h1>{words['title']}</h1><p>{city} · {words['synthetic']}</p>"
        f'<p><b data-now="{told["now"]}" data-zone="{escape(told["zone"])}"></b> · {words["speed"]} {speed} · '
        f'<span class="pace" data-state="{state}"><span class="keeping">{words["keeping"]}</span>'
        f'<span class="behind">{words["behind"]}</span></span></p></header>'
    )


def _numbers(told: Mapping[str, Any], words: Mapping[str, str], verbs: Mapping[str, str]) -> str:
    cards = "".join(
        f'<div class="card"><b data-number="{name}">{told[name]}</b><span>{words[name]}</span></div>'
        for name in ("reported", "open", "undispatched", "accepted", "refused", "planned")
    )
    known = {**verbs, **{verb: verb for verb in told["verbs"] if verb not in verbs}}
    rows = "".join(_verb(verb, name, told["verbs"].get(verb, 0)) for verb, name in known.items())
    table = f"<table><tbody>{rows}</tbody></table>"
    return f'<section class="cards">{cards}</section><details><summary>{words["actions"]}</summary>{table}</details>'


def _verb(verb: str, name: str, count: int) -> str:
    hidden = "" if count else " hidden"
    return f'<tr{hidden}><td>{escape(name)}</td><td data-verb="{verb}">{count}</td></tr>'


def _roles(
    told: Mapping[str, Any], groups: Mapping[str, list[dict[str, str]]], words: Mapping[str, str], *, english: bool
) -> str:
    lists = "".join(_group(name, people, told, words, english=english) for name, people in groups.items() if people)
    return f"<h2>{words['roles']}</h2><p>{words['explained']}</p>{lists}"


def _group(
    name: str, people: list[dict[str, str]], told: Mapping[str, Any], words: Mapping[str, str], *, english: bool
) -> str:
    where = "" if name in AT_CONSOLE else ' target="_blank"'
    rows = "".join(_row(person, told, words, where, english=english) for person in people)
    shown, at = " open" if name in OPEN else "", f"<p>{words['at_console']}</p>" if name in AT_CONSOLE else ""
    return (
        f'<details{shown} data-group="{name}"><summary>{words[f"group.{name}"]} <small>{len(people)}</small></summary>'
        f"{at}<ul>{rows}</ul></details>"
    )


def _row(
    person: Mapping[str, str], told: Mapping[str, Any], words: Mapping[str, str], where: str, *, english: bool
) -> str:
    login = escape(person["login"], quote=True)
    name = person["name_en"] if english and person["name_en"] else person["name"]
    count, taken = told["waiting"].get(person["login"], 0), person["login"] in told["taken"]
    return (
        f'<li data-login="{login}" data-taken="{str(taken).lower()}"><span class="who">{escape(name)} '
        f'<small>{login}</small></span><span class="wait"><b data-waiting>{count}</b> {words["waiting"]}</span>'
        f'<form class="take" method="post" action="take/{login}"{where}>'
        f"<button>{words['take']}</button></form>"
        f'<form class="give" method="post" action="give/{login}"><span>{words["yours"]}</span>'
        f"<button>{words['give']}</button></form></li>"
    )
