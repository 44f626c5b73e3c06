"""Whole screens of the board."""
