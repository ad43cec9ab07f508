"""Judged sets for the audit's deep pass: pictures drawn by code, defects planted, the truth beside them.

``python -m scripts.audit_sets OUT --set planted --seed 7`` writes one. Nothing that it makes is committed.
"""
