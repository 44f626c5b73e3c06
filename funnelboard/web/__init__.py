"""The board in a browser: who is let in, and a process with a terminal of its own for each tab.

Nothing here knows what a board is, and no other command imports it; it needs the extra ``web``.
"""
