"""Expected refusals at the door."""


class NotSignedIn(Exception):
    """No valid credential came with the request; `rule` is a key of the texts."""

    def __init__(self, rule: str, **details: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.details = {key: str(value) for key, value in details.items()}
