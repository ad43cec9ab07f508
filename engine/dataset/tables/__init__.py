"""Tables of any format and encoding as a stream of rows of text."""
