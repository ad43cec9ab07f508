"""Practising on the screen: one exercise to guess and turn over, and how far each subject is."""
