"""Loads and checks `rules/` into frozen types: questions, table rows, sources."""

from engine.rulebook.conditions import contradicted, holds
from engine.rulebook.loader import check_folder, check_packs, load_library, load_rule_book
from engine.rulebook.packs import packs_folder
from engine.rulebook.problems import CheckReport, Coverage, Problem, RuleBookError
from engine.rulebook.promises import PromiseHit, find_promises

__all__ = [
    "CheckReport",
    "Coverage",
    "Problem",
    "PromiseHit",
    "RuleBookError",
    "check_folder",
    "check_packs",
    "contradicted",
    "find_promises",
    "holds",
    "load_library",
    "load_rule_book",
    "packs_folder",
]
