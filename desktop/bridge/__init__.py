"""Between engine and window: the work off the GUI thread, and its results as Qt signals."""
