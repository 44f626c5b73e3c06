"""``python -m funnelboard.sample sample.db`` makes the sample database."""

from __future__ import annotations

import sys
from pathlib import Path

from funnelboard.errors import FunnelBoardError
from funnelboard.sample.sample_file import build_sample


def main(arguments: list[str]) -> int:
    """Make the sample database named by the only argument; the exit status."""
    if len(arguments) != 1:
        print("usage: python -m funnelboard.sample FILE", file=sys.stderr)
        return 2
    try:
        build_sample(Path(arguments[0]))
    except FunnelBoardError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
