"""What asks: a line, a note, a list, a form, drawn at the bottom."""
