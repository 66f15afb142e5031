"""Units' own systems: told of their cases by signed messages, in order, again until they are taken."""
