"""The formats that a report can be written in, a module each."""
