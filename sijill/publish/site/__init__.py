"""The static site: the register as a folder of pages that opens from a disk or from any web server, and asks nobody for anything.

In: an edition (see `sijill.publish.base`), already under its redaction profile. Out: a folder of HTML in every language of the interface,
with a map, a search that works without a server, feeds and downloads. The same edition gives the same bytes.
Not here: values in words (`sijill.present`), scripts and styles (`sijill/web/frontend/src/site`), the single-file map (`map_page`).
"""

from sijill.publish.site.page import SiteOptions
from sijill.publish.site.write import write_site

__all__ = ["SiteOptions", "write_site"]
