"""The legs of a case as a tree: who has which part, where each stands, and what it has reached."""
