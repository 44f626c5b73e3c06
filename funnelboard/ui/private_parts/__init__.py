"""Every private part of Textual that is used, and what the board does without each.

A release of Textual may take any of them away: then the board is slower or less exact in the way said here, never
broken. The board's whole test suite passes without them (``pytest tests/ui --public-textual``).
"""
