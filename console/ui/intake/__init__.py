"""Intake: the form by which a report is registered."""
