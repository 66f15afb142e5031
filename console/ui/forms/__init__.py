"""Forms: the fields that a verb of the rules asks for, each kind with its own editor."""
