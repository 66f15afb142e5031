"""The feeds: what happened, in dense and chained rows, one feed per district and one for what has no district yet."""
