"""The review window at the second monitor."""
