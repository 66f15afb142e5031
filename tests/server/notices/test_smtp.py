"""Mail by SMTP against a real server of aiosmtpd: what arrives, what is refused, what comes again."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from server.__main__ import main
from server.notices.adapter import CannotSend, Message
from server.notices.adapters import Adapters, BadAdapters, read_adapters
from server.notices.smtp import Smtp

MAIL = Message("n-1", "desk@west.example", "紧急：案卷 0001", "井盖松动，\n请速处置。", "zh_CN")


class Post:
    """A mail server: takes, refuses a receiver for good, or says that it is busy."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.says = ""

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.says:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.taken.append(envelope.content)
        return "250 taken"


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    """The server and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def smtp(port: int, **more: object) -> Smtp:
    return Smtp({"host": "127.0.0.1", "port": port, "security": "none", "sender": "griddesk@city.example"} | more)


def test_a_mail_arrives_as_it_was_meant(post) -> None:
    handler, port = post
    smtp(port).send(MAIL)
    mail = message_from_bytes(handler.taken[0], policy=policy.default)
    assert (mail["From"], mail["To"], mail["Subject"]) == ("griddesk@city.example", "desk@west.example", MAIL.subject)
    assert mail["Message-ID"] == "<n-1@city.example>"
    assert mail.get_content().strip().replace("\r\n", "\n") == MAIL.text


def test_what_is_said_with_5xx_is_final_and_with_4xx_it_comes_again(post) -> None:
    handler, port = post
    for says, is_final in (("550 no such user", True), ("450 busy", False)):
        handler.says = says
        with pytest.raises(CannotSend, match=says) as raised:
            smtp(port).send(MAIL)
        assert raised.value.is_final is is_final


def test_nobody_there_comes_again(post) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(CannotSend, match="ConnectionRefused") as raised:
        smtp(port).send(MAIL)
    assert not raised.value.is_final


def test_no_line_can_be_smuggled_into_the_head(post) -> None:
    handler, port = post
    with pytest.raises(CannotSend) as raised:
        smtp(port).send(Message("n-2", "a@b.example\nBcc: all@city.example", "x", "y", "en"))
    assert raised.value.is_final
    smtp(port).send(Message("n-3", "a@b.example", "one\r\nBcc: all@city.example", "y", "en"))
    assert message_from_bytes(handler.taken[0], policy=policy.default)["Bcc"] is None


def test_a_server_that_offers_no_tls_gets_nothing_where_tls_is_asked_for(post) -> None:
    handler, port = post
    with pytest.raises(CannotSend):
        smtp(port, security="starttls").send(MAIL)
    assert handler.taken == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('[mail]\nadapter = "smtp"\n', "expected host, sender"),
        ('[mail]\nadapter = "smtp"\nhost = "h"\nsender = "a@b"\nport = 0\n', "port"),
        ('[mail]\nadapter = "smtp"\nhost = "h"\nsender = "a@b"\nsecurity = "ssl"\n', "security"),
        ('[mail]\nadapter = "smtp"\nhost = "h"\nsender = "a@b"\npasswort = "x"\n', "unknown: passwort"),
        ('[mail]\nadapter = "smtp"\nhost = "h"\nsender = "a@b"\nuser = "u"\npassword_file = "/nowhere"\n', "nowhere"),
        ('[mail]\nadapter = "smtp"\nhost = 5\nsender = "a@b"\n', "expected texts"),
        ('[mail]\nadapter = "no_such_module:Sms"\n', "no_such_module"),
        ('[mail]\nadapter = "json:NoSuchClass"\n', "NoSuchClass"),
        ('[mail]\nadapter = "sms"\n', "module:Class"),
        ('[mail]\nhost = "h"\n', "adapter is missing"),
        ("mail = 5\n", "adapter is missing"),
        ("[mail\n", "cannot be read"),
    ],
)
def test_a_file_that_names_no_adapter_is_told_with_its_section(tmp_path: Path, said: str, words: str) -> None:
    file = tmp_path / "adapters.toml"
    file.write_text(said, encoding="utf-8")
    with pytest.raises(BadAdapters) as raised:
        read_adapters(file)
    assert words in raised.value.text("en")
    assert str(file) in raised.value.text("zh_CN")


def test_an_adapter_of_somebody_else_gets_its_section_and_a_changed_file_is_read_again(
    tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "our_gateway.py").write_text(
        "class Sms:\n    def __init__(self, settings):\n        self.settings = dict(settings)\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "adapters.toml"
    adapters = Adapters(file)
    assert adapters.all() == {}
    file.write_text('[sms]\nadapter = "our_gateway:Sms"\naccount = "a-1"\n', encoding="utf-8")
    (made,) = adapters.all().values()
    assert made.settings == {"account": "a-1"}  # type: ignore[attr-defined]
    file.write_text("[sms\n", encoding="utf-8")
    assert list(adapters.all()) == ["sms"]  # as it was; the fault is in the log


def test_a_way_can_be_tried_from_the_command_line(post, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    handler, port = post
    said = f'[mail]\nadapter = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "a@b.example"\n'
    (tmp_path / "adapters.toml").write_text(said, encoding="utf-8")
    assert main(["notices", "try", "mail", "me@b.example", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "sent to me@b.example\n"
    assert len(handler.taken) == 1
    assert main(["notices", "try", "sms", "139", "--data", str(tmp_path)]) == 2
    assert "has no sms (there are: mail)" in capsys.readouterr().err
    handler.says = "550 unknown"
    assert main(["notices", "try", "mail", "me@b.example", "--data", str(tmp_path)]) == 2
    assert "it did not go out: 550 unknown" in capsys.readouterr().err
    assert main(["notices", "again", "all", "--data", str(tmp_path)]) == 2
    assert "no dead letter all" in capsys.readouterr().err
