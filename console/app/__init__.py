"""The composition root: the only place that knows all classes of the console."""
