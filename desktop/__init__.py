"""What a person touches: the window and the `jjak` command. Decides nothing."""
