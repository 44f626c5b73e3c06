"""Dialogs: each takes what it shows and returns what was decided; none of them reads or writes anything."""
