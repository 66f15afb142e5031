"""What all benchmarks share: rows and their goals, figures, programs on a screen of their own, the journal."""
