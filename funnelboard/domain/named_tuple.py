"""Named tuples with types, as ``typing`` has them, which make themselves in half the time.

There every type is compiled to see that it is one. A type checker sees to that, and what a command or the first sight
of the board loads has several hundred of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Made(type):
        """Makes a named tuple of a class: of what it declares, and with what else is in it."""

        def __new__(cls, name: str, bases: tuple[type, ...], declared: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, declared)
            fields = declared.get("__annotations__", {})
            defaults = [declared.pop(field) for field in fields if field in declared]
            made = namedtuple(name, fields, defaults=defaults, module=declared.pop("__module__"))
            for key, value in declared.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Made):
        """A tuple whose fields are declared as a class's are; those with defaults last."""
