"""One file a system: its data, its model, its loss, its metric and its baseline."""
