"""Answers in, the path of questions out: recomputed from all answers each time, never stored."""
