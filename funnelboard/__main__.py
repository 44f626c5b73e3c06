"""``python -m funnelboard``: the same as the ``funnelboard`` command."""

from __future__ import annotations

from funnelboard.cli.main import main

if __name__ == "__main__":
    main()
