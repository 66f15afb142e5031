"""The three lifecycle tables: case, assignment, check; a row says who may do what at a stage, and what follows."""
