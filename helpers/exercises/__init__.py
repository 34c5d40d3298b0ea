"""Checks of a reader's answers, one module a notebook; `core` holds what they share."""
