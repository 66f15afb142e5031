"""The queue: the list in the middle of the main window, its order, rows, strips and footer."""
