"""What stands in a report: one module for each group of sections."""
