import csv
import re

from sijill.publish import export_edition
from sijill.publish.hxl import TAGGED
from tests.publish.invented import make_edition


def test_the_second_row_holds_a_hashtag_for_every_column(tmp_path):
    (path,) = export_edition(make_edition(), "hxl", tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        header, tags, *rows = csv.reader(file)
    assert header == list(TAGGED.names)
    assert len(rows) == 3
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    assert len(set(tags)) == len(tags)
