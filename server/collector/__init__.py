"""The collectors' pages: checks to answer, matters to report."""
