"""The entry point: what was asked for is done, and whatever happens ends in a sentence and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from funnelboard.cli import locked_seat, output
from funnelboard.cli.invocation import COMPLETION_VARIABLE, READ_ONLY, plain_board, wants_json
from funnelboard.errors import FunnelBoardError, SavedAlready

REFUSED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
"""By Ctrl-C: 128 and the number of SIGINT, as shells have it."""
NOBODY_LISTENING = 141
"""The reader of our output has gone away: 128 and the number of SIGPIPE."""

ROOM_FOR_GARBAGE = 50_000
"""How many objects a command makes before garbage is looked for: by Python's own 700 that is done sixty times while
its modules are imported, in vain."""


def main() -> NoReturn:
    """Do what the command line says and leave with its exit status; from a locked seat, without a word of Python's."""
    gc.disable()
    arguments = sys.argv[1:]
    if not locked_seat.asks_for_seat(arguments):
        status = run(arguments)
        gc.freeze()  # all of it goes away now, and need not be looked through for that
        sys.exit(status)
    status = REFUSED
    try:
        locked_seat.isolate(arguments)
        status = run(arguments)
    finally:
        os._exit(status)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say.

    Returns:
        The exit status: 0 done, 1 refused, 2 wrong usage, 70 unexpected, 130 interrupted, 141 output not read.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - it stays open for the life of the process
    try:
        status = _obey(arguments)
        output.flush()
    except FunnelBoardError as error:
        _say(arguments, error.code, str(error), error.missing)
        return REFUSED
    except BrokenPipeError:
        output.abandon()
        return NOBODY_LISTENING
    except SavedAlready as interrupted:
        _say(arguments, "interrupted", str(interrupted))
        return INTERRUPTED
    except KeyboardInterrupt:
        output.abandon()
        return INTERRUPTED
    except Exception as error:
        from funnelboard.log import EXIT_UNEXPECTED, unexpected

        _say(arguments, "unexpected", unexpected(error))
        return EXIT_UNEXPECTED
    return status


def _say(arguments: Sequence[str], code: str, words: str, missing: Sequence[str] = ()) -> None:
    """Why it was not done, or not as usual: in words, or as a document where JSON is wanted."""
    if wants_json(arguments):
        from funnelboard.cli.refusals import say_code

        say_code(code, words, missing=missing)
    else:
        output.say(words)


def _obey(arguments: Sequence[str]) -> int:
    if locked_seat.asks_for_seat(arguments):
        database = locked_seat.seat_database(arguments)
        if database is None:
            output.say(locked_seat.USAGE)
            return WRONG_USAGE

        from funnelboard.cli.start_board import start_board

        return start_board(database, locked=True, read_only=READ_ONLY in arguments)

    plain = plain_board(arguments)
    if plain is not None and COMPLETION_VARIABLE not in os.environ:
        from funnelboard.cli.start_board import start_board

        return start_board(plain.database)

    gc.set_threshold(ROOM_FOR_GARBAGE)
    gc.enable()

    from funnelboard.cli.root_command import run_command

    return run_command(arguments)
