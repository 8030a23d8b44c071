import pytest

from sijill.link.serials import Serial, find_serial


@pytest.mark.parametrize(
    ("url", "series", "number"),
    [
        ("https://news.example/77097/", "news.example/", 77097),
        ("https://www.news.example/ar/articles/77906/a-title-of-5-words", "news.example/ar/articles/", 77906),
        ("https://news.example/ar/show/193288/0/title", "news.example/ar/show/", 193288),
        ("https://news.example/p405914/", "news.example/p", 405914),
        ("https://news.example/news/12345.html", "news.example/news/", 12345),
        ("https://news.example/world/strike-kills-two-1234567", "news.example/world/", 1234567),
        ("https://agency.example/ar/two-killed-in-a-raid/2427558", "agency.example/ar/*/", 2427558),
        ("https://news.example/2031/09/26/7371", "news.example/*/*/*/", 7371),
        ("https://m.social.example/PAGE/posts/54174617082712", "social.example/page/posts/", 54174617082712),
        ("https://social.example/groups/5592227613/posts/96426036417", "social.example/groups/5592227613/posts/", 96426036417),
        ("https://social.example/story.php?story_fbid=1512112182&id=7", "social.example/story.php?story_fbid&id=7", 1512112182),
        ("https://news.example/?p=257486&fbclid=IwAR29", "news.example/?p&", 257486),
        ("https://news.example/archives/139288https:/www.news.example/archives/139288", "news.example/archives/", 139288),
        ("https://news.example/أخبار/449182", "news.example/أخبار/", 449182),
    ],
)  # fmt: skip
def test_the_number_of_a_page_and_its_series(url, series, number):
    assert find_serial(url) == Serial(series, number)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2031/09/26/title",
        "https://news.example/2031/",
        "https://news.example/covid-19-and-the-war",
        "https://video.example/watch?v=LzAOlPIReAs",
        "https://www.facebook.com/watch/?v=1038342310319889",
        "https://news.example/article/Art81123ZEkbsWa",
        "https://news.example/?id=12345678901234567890",
        "https://[broken/12345",
        "12345",
        "",
    ],
)
def test_other_addresses_have_no_number(url):
    assert find_serial(url) is None
