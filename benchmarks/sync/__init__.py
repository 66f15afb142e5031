"""Nothing lost: what the outbox, the cache and the line cost, each beside what it would cost without their care."""
