"""From bytes to text: the encoding that was declared, marked or found, and control characters removed.

In: raw bytes, and an encoding if one was declared. Out: text, the encoding used, and what had to be repaired.
Order: byte order mark, UTF-16 without a mark, UTF-8, declared encoding, then what charset-normalizer finds (Windows-1256 included).
Not here: mark-up, cleaning of page furniture.
"""

import codecs
import re

import msgspec

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_SAMPLE = 64 * 1024
# Text in one-byte encodings that holds Arabic, by what an Arabic reader would have saved it in.
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_NOT_ARABIC_TEXT = re.compile("[\u0080-\u009f\u0192\u0152\u0153\u02c6]")


class Decoded(msgspec.Struct, frozen=True):
    """Text with the name of its encoding; `removed` control characters and `replaced` bytes that meant nothing."""

    text: str
    encoding: str
    removed: int = 0
    replaced: int = 0


def decode_bytes(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of `data`; never fails: what cannot be decoded becomes U+FFFD and is counted."""
    raw, encoding = _decode(data, declared)
    text, removed = _CONTROLS.subn("", _LINE_ENDS.sub("\n", raw))
    return Decoded(text, encoding, removed, raw.count("\ufffd"))


def find_encoding(data: bytes, declared: str | None = None) -> str:
    """Return the encoding of `data`, of which a beginning is enough."""
    mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if mark is not None:
        return mark
    if _find_wide(data) is None and _is_utf8(data):
        return "utf-8"
    if declared is not None and _is_known(declared):
        return declared
    return _guess(data[:_SAMPLE])


def _decode(data: bytes, declared: str | None) -> tuple[str, str]:
    encoding = find_encoding(data, declared)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), encoding


def _is_utf8(data: bytes) -> bool:
    """Is it UTF-8, but for a few bad bytes and a character that is cut at the end?"""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        sample = data[:_SAMPLE].decode("utf-8", errors="replace")
        high = sum(b >= 0x80 for b in data[:_SAMPLE])
        return high > 0 and sample.count("\ufffd") * 20 < high
    return True


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _guess(data: bytes) -> str:
    wide = _find_wide(data)
    if wide is not None:
        return wide
    if _is_arabic(data, "cp1256"):
        return "cp1256"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or "cp1252" in best.could_be_from_charset:
        return "cp1252"
    return best.encoding


def _is_arabic(data: bytes, encoding: str) -> bool:
    """Are most of the bytes above ASCII Arabic letters in this one-byte encoding?"""
    text = bytes(b for b in data if b >= 0x80).decode(encoding, errors="replace")
    return len(text) > 0 and len(_ARABIC_LETTER.findall(text)) > 0.8 * len(text) and len(_NOT_ARABIC_TEXT.findall(text)) < 0.05 * len(text)


def _find_wide(data: bytes) -> str | None:
    """Return the UTF-16 that text without a mark is in: every second byte is the upper half of a Latin or Arabic letter."""
    sample = data[:_SAMPLE]
    upper_first, upper_second = ((half.count(0x00) + half.count(0x06)) / max(len(half), 1) for half in (sample[::2], sample[1::2]))
    if len(sample) < 4 or abs(upper_first - upper_second) < 0.5:
        return None
    return "utf-16-be" if upper_first > upper_second else "utf-16-le"
