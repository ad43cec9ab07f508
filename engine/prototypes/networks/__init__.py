"""The networks of the systems, a file each; only what learns imports them."""
