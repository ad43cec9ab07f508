"""What systems of texts share: pieces of words, stretches of text, the simple ways."""
