"""The parts of the data page: how the form was told, what may be corrected, samples, classes, parts."""
