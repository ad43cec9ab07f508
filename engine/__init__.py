"""Everything Jjak can do without a screen; never imports Qt."""
