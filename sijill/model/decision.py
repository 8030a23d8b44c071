"""Decisions: what a person, an import or a machine said about claims, pairs of claims, incidents and fields."""

from typing import Any, Literal

import msgspec

from sijill.model.ids import make_id

DecisionKind = Literal["same", "different", "unsure", "accept", "correct", "reject", "grade", "note", "redact", "undo"]
AuthorKind = Literal["person", "import", "machine"]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Who said what about what, when and why. Never changed, never deleted: a later decision supersedes an earlier one.

    `subject` is the id of a claim, incident or decision (for `undo`); `other` the second claim of a pair.
    `field` names the field of `accept`, `correct`, `reject` (dotted, e.g. `place` or `harm.0.min`; None: the whole claim); `value` is the
    corrected value in interchange form, the grade, or the note's text.
    """

    kind: DecisionKind
    subject: str
    author: str
    made_at: str
    author_kind: AuthorKind = "person"
    other: str | None = None
    field: str | None = None
    value: Any = None
    reason: str | None = None

    @property
    def decision_id(self) -> str:
        """The content-hash id."""
        return make_id(
            "dec", self.kind, sorted([self.subject, self.other or ""]), self.author, self.made_at, self.field, self.value, self.reason
        )
