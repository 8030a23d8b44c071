"""Every exception that Sijill raises on purpose, named by who must act.

SijillError
├── UserError            the person at the keyboard can fix it: a wrong path, option or value
│   ├── InputError       a file that was given cannot be read; names file and, where known, line
│   └── RegisterError    the register's folder is missing, busy or of another version
├── PackError            whoever maintains a pack must mend it; names file and line
└── DefectError          we must mend it: a broken promise inside Sijill

Problems in data are not exceptions: they are stored as `sijill.model.Issue` and the rest goes on.
"""


class SijillError(Exception):
    """Root of everything raised on purpose; `str()` of it is a sentence a user can act on."""


class UserError(SijillError):
    """The person at the keyboard can fix it."""


class InputError(UserError):
    """A file that was given cannot be read."""

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        where = "" if file is None else f"{file}: " if line is None else f"{file}:{line}: "
        super().__init__(where + message)
        self.file = file
        self.line = line


class RegisterError(UserError):
    """The register's folder is missing, busy or of another version."""


class PackError(SijillError):
    """A pack is malformed; the message names file and line."""

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        where = "" if file is None else f"{file}: " if line is None else f"{file}:{line}: "
        super().__init__(where + message)
        self.file = file
        self.line = line


class DefectError(SijillError):
    """A promise inside Sijill was broken; please report it."""
