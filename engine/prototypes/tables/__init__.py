"""What systems of tables share: rows, series over time, users and items."""
