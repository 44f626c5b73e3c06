"""The board, the pages over it, and what goes on there."""
