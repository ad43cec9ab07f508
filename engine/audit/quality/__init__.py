"""What is wrong with single samples: dark, blurred, silent, flat. Measures, and thresholds beside them."""
