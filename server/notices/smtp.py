"""Notices as mail, by SMTP (RFC 5321) with STARTTLS or TLS."""

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

from server.notices.adapter import CannotSend, Message

TIMEOUT_S = 30
PORTS = {"none": 25, "starttls": 587, "tls": 465}
TEXTS = ("host", "sender", "security", "user", "password_file", "ca_file")


class Smtp:
    """`host`, `sender`; `security` none | starttls (usual) | tls, `port`, `user` with `password_file`, `ca_file`.

    Raises ValueError for what is missing or of another kind, OSError for a file that cannot be read.
    """

    def __init__(self, settings: Mapping[str, object]) -> None:
        unknown = sorted(set(settings) - {*TEXTS, "port"})
        if unknown:
            raise ValueError(f"unknown: {', '.join(unknown)}; expected: {', '.join(TEXTS)}, port")
        told = {name: settings.get(name, "") for name in TEXTS}
        if not all(isinstance(value, str) for value in told.values()):
            raise ValueError(f"expected texts: {', '.join(TEXTS)}")
        texts = {name: str(value) for name, value in told.items()}
        self._host, self._sender = texts["host"], texts["sender"]
        self._security = texts["security"] or "starttls"
        if not self._host or "@" not in self._sender or self._security not in PORTS:
            raise ValueError(f"expected host, sender (an address) and security ({' | '.join(PORTS)})")
        port = settings.get("port", PORTS[self._security])
        if not isinstance(port, int) or not 0 < port < 65_536:
            raise ValueError("port: 1–65535")
        self._port, self._user = port, texts["user"]
        self._password = Path(texts["password_file"]).read_text(encoding="utf-8").strip() if self._user else ""
        self._ca = texts["ca_file"] or None
        if self._security != "none":
            self._context()  # a file that is none is told now, not with the first mail

    def send(self, message: Message) -> None:
        """Hand one mail over. Raises CannotSend; what the other side says with 5xx is final."""
        try:
            mail = self._mail(message)
            with self._connected() as line:
                line.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, why = next(iter(error.recipients.values()), (0, b""))
            raise CannotSend(_words(code, why), is_final=code >= 500) from error
        except smtplib.SMTPSenderRefused as error:
            raise CannotSend(_words(error.smtp_code, error.smtp_error)) from error  # ours to mend, not the receiver's
        except smtplib.SMTPAuthenticationError as error:
            raise CannotSend(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise CannotSend(_words(error.smtp_code, error.smtp_error), is_final=error.smtp_code >= 500) from error
        except (UnicodeError, ValueError) as error:
            raise CannotSend(f"{type(error).__name__}: {error}", is_final=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise CannotSend(f"{type(error).__name__}: {error}") from error

    def _mail(self, message: Message) -> EmailMessage:
        """No line can be added to the head: the library refuses line breaks there."""
        mail = EmailMessage()
        mail["From"], mail["To"] = self._sender, message.to
        mail["Subject"] = message.subject.replace("\n", " ").replace("\r", " ")
        mail["Message-ID"] = f"<{message.id}@{self._sender.rpartition('@')[2]}>"
        mail["Date"] = formatdate()
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = message.language.replace("_", "-")
        mail.set_content(message.text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        if self._security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=self._context())
        else:
            line = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            if self._security == "starttls":
                line.starttls(context=self._context())
            if self._user:
                line.login(self._user, self._password)
        except BaseException:
            line.close()
            raise
        return line

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._ca)


def _words(code: int, why: bytes | str) -> str:
    said = why.decode("utf-8", "replace") if isinstance(why, bytes) else why
    return f"{code} {said}"
