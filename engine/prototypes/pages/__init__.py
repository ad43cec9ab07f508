"""What reading a document takes: words found, cut out, put in order."""
