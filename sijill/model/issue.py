"""Issues: problems in data, stored with their subject instead of raised or swallowed."""

from typing import Literal

import msgspec

from sijill.model.ids import make_id

Severity = Literal["stop", "skip", "note"]


class Issue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something wrong with a piece of data.

    `stop`: the batch cannot go on; `skip`: this subject was left out; `note`: it was used, but look at it.
    `subject` is the id or name of what it is about; `file` and `line` (from 1) say where it came from.
    `code` is a short snake_case name such as `broken_json`.
    """

    stage: str
    code: str
    severity: Severity
    detail: str
    subject: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def issue_id(self) -> str:
        """The content-hash id."""
        return make_id("iss", self.stage, self.code, self.detail, self.subject, self.file, self.line)

    def describe(self) -> str:
        """Return one line for a person: where, what."""
        where = self.file or self.subject or self.stage
        return f"{where}{f':{self.line}' if self.line else ''}: {self.detail} [{self.code}]"
