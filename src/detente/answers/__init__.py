"""Answers: one question each, one frame or small object, as of a date."""
