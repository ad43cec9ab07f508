"""Is it really a lot? Findings, and the effective number of samples."""
