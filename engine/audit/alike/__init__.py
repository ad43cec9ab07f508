"""Near copies, kind by kind: a short signature of each sample, and a join of signatures.

Signatures are made one by one wherever the sample is read; the join sees only them, and
never compares all with all.
"""
