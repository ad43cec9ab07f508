"""What systems of pictures share: reading, pairs, masks, colours, sizes, looks, and the simple ways."""
