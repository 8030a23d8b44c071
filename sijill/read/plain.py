"""Plain text: the whole file is the report.

In: bytes of a text file. Out: its text with control characters removed and line ends unified; nothing else is cleaned, since every
further change could take words away that someone quotes.
"""

from sijill.lang.encoding import decode_bytes
from sijill.model import Capture, Document, Issue, make_id


def read_plain(capture: Capture, data: bytes) -> tuple[list[Document], list[Issue]]:
    """Return the document of a text file, and what was doubtful about it."""
    decoded = decode_bytes(data, capture.headers.get("encoding"))
    issues = []

    def note(code: str, detail: str) -> None:
        issues.append(Issue(stage="read", code=code, severity="note", detail=detail, subject=capture.capture_id, file=capture.origin))

    if decoded.removed:
        note("control_characters", f"{decoded.removed} control characters (such as NUL) were left out of the text")
    if decoded.replaced:
        note("bad_bytes", f"{decoded.replaced} characters could not be decoded as {decoded.encoding}")
    text = decoded.text.strip("\n")
    if not text.strip():
        issue = Issue(
            stage="read", code="empty", severity="skip", detail="there is no text in it", subject=capture.capture_id, file=capture.origin
        )
        return [], [*issues, issue]
    return [Document(id=make_id("doc", capture.capture_id), text=text, title=_find_title(text), capture_id=capture.capture_id)], issues


def _find_title(text: str) -> str | None:
    """Return the first line where it stands apart as a headline: short, followed by a longer text."""
    first, _, rest = text.partition("\n")
    return first.strip() if 0 < len(first.strip()) <= 160 and len(rest.strip()) > len(first) else None
