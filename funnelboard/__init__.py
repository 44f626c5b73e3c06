"""FunnelBoard: a sales funnel on a board in the terminal."""

__version__ = "0.1.0"
