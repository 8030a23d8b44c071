import pytest

from sijill.assess.sources import find_publisher
from sijill.model import DocumentContext
from sijill.packs import load_packs

PACKS = load_packs()


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.facebook.com/SahmToday/posts/12", "facebook/sahmtoday"),
        ("https://www.facebook.com/Sahm.Today?ref=share", "facebook/sahm.today"),
        ("https://www.facebook.com/permalink.php?story_fbid=7&id=1001", "facebook/1001"),
        ("https://www.facebook.com/groups/2002/posts/9/", "facebook/2002"),
        ("https://t.me/s/sahm_today", "telegram/sahm_today"),
        ("https://www.youtube.com/watch?v=abc", None),
    ],
)
def test_an_account_on_a_platform_is_a_publisher(url, publisher):
    host = url.split("/")[2].removeprefix("www.")
    source = {"facebook.com": "facebook", "t.me": "telegram", "youtube.com": "youtube"}[host]
    assert find_publisher(DocumentContext(url=url, source_id=source), PACKS) == publisher
