"""The `jjak` sub-commands, a file each: the same engine, no window."""
