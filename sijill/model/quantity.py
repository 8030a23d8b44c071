"""Quantities of people as sources give them: exact, bounded, about, or a vague word with a documented interval."""

from typing import Literal

import msgspec

Exactness = Literal["exact", "at_least", "at_most", "about", "vague", "none"]


class Quantity(msgspec.Struct, frozen=True):
    """A number of people between `min` and `max`, both inclusive; None is an open end.

    `none` means that the source says that there were none (0 to 0), which is not the same as silence.
    `vague` stands for words such as "dozens"; the interval is the language pack's.
    """

    min: int | None
    max: int | None
    exactness: Exactness

    def __post_init__(self) -> None:
        if self.min is not None and self.min < 0:
            raise ValueError(f"a quantity of people cannot be negative: {self.min}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")

    @classmethod
    def exact(cls, number: int) -> "Quantity":
        """Return exactly `number` people."""
        return cls(number, number, "none" if number == 0 else "exact")

    @classmethod
    def at_least(cls, number: int) -> "Quantity":
        """Return `number` people or more ("at least 25")."""
        return cls(number, None, "at_least")

    @classmethod
    def more_than(cls, number: int) -> "Quantity":
        """Return more than `number` people ("more than 30": 31 or more)."""
        return cls(number + 1, None, "at_least")

    @classmethod
    def at_most(cls, number: int) -> "Quantity":
        """Return `number` people or fewer ("up to 12")."""
        return cls(None, number, "at_most")

    @classmethod
    def about(cls, number: int) -> "Quantity":
        """Return about `number` people: the number itself is kept, the doubt is in `exactness`."""
        return cls(number, number, "about")

    @classmethod
    def range(cls, low: int, high: int) -> "Quantity":
        """Return between `low` and `high` people, both inclusive."""
        return cls(low, high, "exact" if low == high else "about")

    @classmethod
    def none(cls) -> "Quantity":
        """Return the statement that there was nobody ("without injury")."""
        return cls(0, 0, "none")

    def is_compatible(self, other: "Quantity") -> bool:
        """Can one number satisfy both?"""
        low = max(self.min or 0, other.min or 0)
        highs = [q.max for q in (self, other) if q.max is not None]
        return not highs or low <= min(highs)
