"""A synthetic day of the demo city: its invented people report, file and report done, over HTTP like everybody else.

Only for cities marked as synthetic, and only where somebody asks for it (`demo-day`): the first screen has work.
"""
