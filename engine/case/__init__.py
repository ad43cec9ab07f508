"""One engagement in one file: every change is appended, so nothing is lost and all can be undone."""
