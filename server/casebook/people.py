"""Who speaks in a push: the actors and sign-ins of its commands, read once, inside its transaction."""

from collections.abc import Iterable

from sqlalchemy import Connection

from rules.commands import Actor, Command
from server.access import accounts, sessions
from server.access.sessions import SignIn


class People:
    """The people of some commands, with the grants that they have now."""

    def __init__(self, connection: Connection, commands: Iterable[Command]) -> None:
        wanted = list(commands)
        self._actors = accounts.actors(connection, {command.actor for command in wanted})
        self._sessions = sessions.sign_ins(connection, {command.session for command in wanted})

    def actor(self, account: str) -> Actor | None:
        """The actor of an account; None when there is none or it is disabled."""
        return self._actors.get(account)

    def session(self, session: str) -> SignIn | None:
        """A sign-in by its id, open or ended; None for an unknown one."""
        return self._sessions.get(session)
