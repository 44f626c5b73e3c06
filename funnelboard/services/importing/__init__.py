"""Importing deals from files: what was understood, and writing it."""
