"""What the windows say of the line: the reason and what comes of it, when the server was heard, a clock far off."""

from dataclasses import replace

import pytest

from console.facts import Line, LinkState
from console.ui.link_words import LinkWords
from console.ui.look.lines import OfflineStrip, Strip
from console.ui.queue.panel import QueuePanel
from tests.builders import MINUTE, NINE, t
from tests.console.ui.conftest import Room

LOST = LinkState(Line.OFFLINE, since=NINE, as_of=NINE, reason="link.timeout")


def strip(panel: QueuePanel) -> str:
    """What the strip over the rows says while there is no line."""
    (found,) = panel.findChildren(OfflineStrip)
    return found.accessibleName()


def banners(panel: QueuePanel) -> list[str]:
    return [found.accessibleName() for found in panel.findChildren(Strip) if not found.isHidden()]


def test_the_strip_says_what_is_the_matter_and_what_comes_of_it(room: Room) -> None:
    room.board.take_link(LOST)
    assert "服务器没有回答 · 派遣照常；命令存在本机，恢复后按顺序发出" in strip(room.main.queue)


@pytest.mark.parametrize(("unsent", "warns"), [(4_999, False), (5_000, True)])
def test_thousands_that_wait_are_a_reason_to_call_somebody(room: Room, unsent: int, warns: bool) -> None:
    room.board.take_link(replace(LOST, unsent=unsent))
    assert ("照常办理，但请技术人员检查线路和本机磁盘" in strip(room.main.queue)) is warns


@pytest.mark.parametrize(
    ("reason", "details", "what", "after"),
    [
        (
            "link.not_griddesk",
            {"url": "http://a"},
            "http://a 上回答的不是网格派遣台服务器",
            "网络可能要先在浏览器里登录",
        ),
        ("link.certificate", {}, "服务器证书不可信", "先看本机日期"),
        ("link.no_name", {}, "网络中找不到服务器的名字", "请查网线和服务器地址"),
        ("link.frozen", {"address": "http://a"}, "http://a 有回应，但不再给出新数据", "正在改问下一个地址"),
        ("link.old_server", {"seen": "3", "theirs": "2"}, "这台服务器的数据比见过的旧", "改问下一个地址"),
    ],
)
def test_each_reason_says_what_to_do(room: Room, reason: str, details: dict[str, str], what: str, after: str) -> None:
    room.board.take_link(replace(LOST, reason=reason, reason_details=details))
    said = strip(room.main.queue)
    assert what in said
    assert after in said


def test_a_desk_that_is_not_enrolled_is_told_whom_to_ask(room: Room) -> None:
    room.board.take_link(replace(LOST, line=Line.SIGN_IN, reason="link.sign_in"))
    assert "服务器不认识本席位 · 请向管理员要登记码重新登记；可照常办理，未发的命令都在" in strip(room.main.queue)


def test_a_busy_server_is_told_beside_the_connection(room: Room) -> None:
    room.board.take_link(LinkState(Line.ONLINE, since=NINE, as_of=NINE, latency_ms=18, reason="link.busy", unsent=1))
    link, *_ = room.main.status.words()
    assert link == "已连接 · 18 毫秒 · 服务器忙"
    assert LinkWords(room.context).say(room.board.link) == ("服务器忙", "命令存在本机，会自动发出")


def test_nothing_is_said_of_a_line_that_is_well(room: Room) -> None:
    room.desk.link(Line.ONLINE)
    assert LinkWords(room.context).say(room.board.link) == ("", "")


def test_rows_that_are_missing_and_when_the_server_was_heard(room: Room) -> None:
    heard_at = room.clock.now - 12_000
    room.board.take_link(LinkState(Line.ONLINE, since=NINE, as_of=NINE, behind=2140, heard_at=heard_at))
    _, age, *_ = room.main.status.words()
    assert age.endswith("落后 2,140 条 · 最近收到 12 秒前")


def test_an_outage_that_began_before_this_start_says_since_when(room: Room) -> None:
    heard = t("2015-04-22 08:39")
    room.board.take_link(LinkState(Line.OFFLINE, since=heard, as_of=heard, reason="link.down"))
    assert strip(room.main.queue).startswith("离线，自 08:39 起")
    assert room.main.status.words()[0].startswith("离线 25 分")

    room.board.take_link(LinkState(Line.OFFLINE, since=heard, as_of=heard, reason="link.down", heard_at=heard))
    assert strip(room.main.queue).startswith("离线 25 分")


def test_the_tool_tip_has_everything(room: Room) -> None:
    link = replace(LOST, heard_at=room.clock.now - 12_000, address="http://a")
    told = LinkWords(room.context).whole(link).split("\n")
    assert told == ["服务器没有回答", "派遣照常；命令存在本机，恢复后按顺序发出", "最近收到 12 秒前", "http://a"]


@pytest.mark.parametrize(
    ("skew", "says"),
    [
        (0, ""),
        (30_000, ""),
        (-30_000, ""),
        (31_000, "本机时钟慢 31 秒。此处时间以服务器为准，请管理员校时"),
        (-5 * MINUTE, "本机时钟快 5 分 0 秒。此处时间以服务器为准，请管理员校时"),
    ],
)
def test_a_clock_that_is_far_off_has_a_banner(room: Room, skew: int, says: str) -> None:
    room.board.take_link(LinkState(Line.ONLINE, since=NINE, as_of=NINE, skew_ms=skew))
    assert LinkWords(room.context).clock(room.board.link) == says
    assert (says in banners(room.main.queue)) is bool(says)
