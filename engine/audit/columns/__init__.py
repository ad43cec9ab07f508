"""What the columns of a table hold: tallied in one pass over its first rows, then judged.

A tally is a small record that can be added to another of the same columns, in any order.
"""
