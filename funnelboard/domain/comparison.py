"""Two records side by side: what each says, field by field, and which of it will stand once they are one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from funnelboard.domain.duplicate import Named, Record
from funnelboard.domain.grammar import listed
from funnelboard.domain.own_fields import key_of, own_name
from funnelboard.errors import BadInput


@dataclass(frozen=True, slots=True)
class ComparedField:
    """What two records say in one field, in words; empty where one says nothing."""

    name: str
    keep: str
    other: str

    @property
    def label(self) -> str:
        """Its name as it is written."""
        return own_name(self.name) or self.name.replace("_", " ")

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same: one of it has to be chosen."""
        return bool(self.keep) and bool(self.other) and self.keep != self.other

    def takes_other(self, taken: Collection[str]) -> bool:
        """Whether the other record's value will stand: it is chosen, or the only one."""
        return bool(self.other) and (not self.keep or (self.differs and self.name in taken))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records, of which one is to be kept.

    Attributes:
        fields: All of which at least one says something.
        keep_has, other_has: What hangs on each, which will all be on the one that is kept.
    """

    record: Record
    keep: Named
    other: Named
    fields: tuple[ComparedField, ...]
    keep_has: tuple[str, ...] = ()
    other_has: tuple[str, ...] = ()

    def swapped(self) -> Comparison:
        """The same with the other one kept."""
        fields = tuple(ComparedField(field.name, field.other, field.keep) for field in self.fields)
        return Comparison(self.record, self.other, self.keep, fields, self.other_has, self.keep_has)

    def chosen(self, typed: Collection[str]) -> frozenset[str]:
        """The fields that are meant by their names, whatever the case and the signs between words.

        Raises:
            BadInput: There is no such field, or there is nothing to choose in it.
        """
        choices = {key_of(field.name): field.name for field in self.fields if field.differs}
        for name in typed:
            if key_of(name) not in choices:
                differ = f"They differ in {listed(choices.values())}." if choices else "They differ in nothing."
                raise BadInput(f"There is no “{name}” to choose. {differ}")
        return frozenset(choices[key_of(name)] for name in typed)

    def dropped(self, taken: Collection[str]) -> list[str]:
        """What will not stand, a line for each field: its name, the value, and whose it was."""
        return [
            f"{field.label}: {value} (#{of.id})"
            for field in self.fields
            if field.differs
            for value, of in [(field.keep, self.keep) if field.takes_other(taken) else (field.other, self.other)]
        ]
