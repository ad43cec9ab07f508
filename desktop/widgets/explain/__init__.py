"""What explains the advice: why, what else, what would change it, and the parts that show it."""
