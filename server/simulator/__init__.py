"""The simulator: invented people who live in a synthetic city, with HTTP and real accounts as their only door."""
