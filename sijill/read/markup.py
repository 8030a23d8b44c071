"""All text that a page could hold, found quickly: what the gate of bulk runs looks at before a page is read.

In: the source of a page. Out: text in which every word stands that reading could take out of the page — visible text, title, descriptions,
the data that search engines read. It holds more than the report and its order means nothing.
Not here: the report itself (`sijill.read.html`).
"""

import re
from html import unescape

_HIDDEN = re.compile(r"<!--.*?-->|<script(?![^>]*ld\+json)[^>]*>.*?</script\s*>|<style[^>]*>.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_META = re.compile(r"""<meta\b[^>]*?\bcontent\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!?][^>]*>")
# Tags that may stand inside a word without ending it.
_INSIDE = re.compile(r"(?<=\w)(?:</?(?:a|abbr|b|bdi|bdo|em|font|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>)+(?=\w)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def find_all_text(source: str) -> str:
    """Return every word of a page that could be read, blanks unified."""
    visible = _HIDDEN.sub(" ", source)
    parts = [_TAG.sub(" ", visible), *_META.findall(visible)]
    if _INSIDE.search(visible):
        parts.append(_TAG.sub(" ", _INSIDE.sub("", visible)))
    text = " ".join(parts)
    if "&" in text:
        text = unescape(text)
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return " ".join(text.split())
