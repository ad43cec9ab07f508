"""The parts that the pages are made of. They show what they are given and decide nothing."""
