"""Intake beyond a network gate: the citizens' page and Open311 as a program of its own, on a small database of its own.

What is reported here crosses to the centre through `server.gate`; how the cases stand comes back the same way.
"""
