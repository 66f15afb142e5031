"""Who is responsible, as it is laid down at the centre: edits checked, tried on last month's cases, put in force."""
