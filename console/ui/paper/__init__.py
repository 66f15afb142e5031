"""What the console writes on paper."""
