"""Training mode: a scripted hour for a dispatcher, played by HTTP, and a score that explains itself."""
