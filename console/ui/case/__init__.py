"""The case panel: the chosen case, its proposal, its forms and cards."""
