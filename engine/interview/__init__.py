"""Answers in, the path of questions out: recomputed from all answers each time, never stored."""

from engine.interview.answers import packs_without, read_answers, read_without
from engine.interview.path import collect_facts, follow, unasked, walk
from engine.interview.values import parse_value

__all__ = [
    "collect_facts",
    "follow",
    "packs_without",
    "parse_value",
    "read_answers",
    "read_without",
    "unasked",
    "walk",
]
