"""What the console remembers: cache and outbox. Knows neither Qt nor the network."""
