"""Practising on the book: a deck of exercises, the order they come in, the progress that is kept."""

from engine.practice.client import StageLine, client_stage, count_standing
from engine.practice.deck import build_deck, next_exercise, subjects, tally
from engine.practice.store import Kept, PracticeStore
from engine.practice.types import Exercise, Grade, Matter, Progress, Record, Tally

__all__ = [
    "Exercise",
    "Grade",
    "Kept",
    "Matter",
    "PracticeStore",
    "Progress",
    "Record",
    "StageLine",
    "Tally",
    "build_deck",
    "client_stage",
    "count_standing",
    "next_exercise",
    "subjects",
    "tally",
]
