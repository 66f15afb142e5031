"""Who speaks in a push: the actors and sign-ins of its commands, read once, inside its transaction."""

from collections.abc import Iterable

from sqlalchemy import Connection

from rules.city import City
from rules.commands import Actor, Command
from rules.vouching import Vouch, may_vouch, vouched
from server.access import accounts, sessions
from server.access.sessions import SignIn


class People:
    """The people of some commands, with the grants that they have now; and those who vouch for a unit's paper."""

    def __init__(self, connection: Connection, commands: Iterable[Command], vouches: Iterable[Vouch] = ()) -> None:
        wanted = list(commands)
        vouching = {vouch.session for vouch in vouches}
        self._sessions = sessions.sign_ins(connection, {command.session for command in wanted} | vouching)
        people = {self._sessions[each].account for each in vouching & self._sessions.keys()}
        self._actors = accounts.actors(connection, {command.actor for command in wanted} | people)

    def actor(self, account: str) -> Actor | None:
        """The actor of an account; None when there is none or it is disabled."""
        return self._actors.get(account)

    def session(self, session: str) -> SignIn | None:
        """A sign-in by its id, open or ended; None for an unknown one."""
        return self._sessions.get(session)

    def vouch_refusal(self, vouch: Vouch | None, command_hash: str, unit: str, city: City, now: int) -> str:
        """The rule that refuses a unit's paper, "" when somebody who may stands for it."""
        session = self.session(vouch.session) if vouch else None
        if vouch is None or session is None:
            return "rule.session_unknown" if vouch else "rule.reply_vouch"
        signed = vouched(command_hash, vouch.at)
        rule = sessions.signature_refusal(session, session.account, vouch.at, signed, vouch.mac)
        person = self.actor(session.account)
        return rule or ("" if person and may_vouch(person, city, now, unit) else "rule.reply_vouch")
