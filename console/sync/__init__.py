"""The only part of the console that knows the network."""
