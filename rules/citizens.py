"""Citizens as actors: who reports without an account acts for the channel it came by, and sees its own reports only."""

from rules.commands import Actor, Grant, Role

PAGE = "page"
_ACTOR = "public:"


def actor_id(channel: str) -> str:
    """Who acts for a channel (the public page, or an API key by its id): no account has this name."""
    return _ACTOR + channel


def channel_of(actor: str) -> str:
    """The channel that such an actor stands for, "" for anybody else."""
    return actor.removeprefix(_ACTOR) if actor.startswith(_ACTOR) else ""


def actor_of(channel: str) -> Actor:
    """The citizens of a channel."""
    return Actor(actor_id(channel), channel, (Grant(Role.PUBLIC),))
