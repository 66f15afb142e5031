"""Notices to units, duty desks and reporters: one queue for all of them, and ways out of it (SMS, mail, chat, …)."""
