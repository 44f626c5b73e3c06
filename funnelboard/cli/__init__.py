"""The command line: one module for each noun, and the start of the board."""
