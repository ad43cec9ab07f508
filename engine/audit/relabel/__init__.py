"""Is there a rule by which the labels can be redone? Each rule is a line the user accepts or not.

Spellings of one class, codes beside names, classes that no one can tell apart, a swap tied to
an annotator, a month or a folder, and a better label in a name or column.
"""

from __future__ import annotations

from engine.audit.relabel.mining import Relabelling, find_rules
from engine.audit.relabel.types import Rule

__all__ = ["Relabelling", "Rule", "find_rules"]
