"""Machines that report by signed messages: video AI, sensors, other houses' orders; and answers on their way back."""
