"""People at both ends: intake, places, rights, terminals. One module for each row of the table."""
