"""Who may come in: accounts, grants, sessions, workstations."""
