"""Opens whatever was dropped as one lazy stream of samples; says which form it has."""
