"""The board in a terminal: the only importer of textual."""
