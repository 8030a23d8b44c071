"""The digest: what sources say of one day or week, every figure with its source, to be read, sent and filed.

In: an edition, a period, a place or party. Out: `Digest`, as one HTML file that needs no other, or as a PDF.
A day on which nothing is reported says so. Not here: sending it, writing prose that no claim supports.
"""

from sijill.publish.digest.html import make_html
from sijill.publish.digest.pdf import make_digest_pdf
from sijill.publish.digest.select import Digest, Scope, make_digest

__all__ = ["Digest", "Scope", "make_digest", "make_digest_pdf", "make_html"]
