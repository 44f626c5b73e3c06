"""The line editor of every prompt, note, field and filter; it knows no screen."""
