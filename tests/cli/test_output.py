from sijill.cli.output import describe_days, describe_range, isolate


def test_ranges_read_as_people_write_them():
    assert [describe_range(*ends) for ends in ((3, 3), (3, 5), (3, None), (None, 5), (None, None))] == ["3", "3-5", "3+", "up to 5", ""]


def test_days_read_as_people_write_them():
    assert [describe_days(*ends) for ends in (("2031-03-05", "2031-03-05"), ("2031-03-05", "2031-03-07"), (None, None))] == [
        "2031-03-05",
        "2031-03-05 to 2031-03-07",
        "undated",
    ]


def test_arabic_cells_are_isolated():
    assert isolate("الرقة") == "\u2068الرقة\u2069"
    assert isolate("Raqqa") == "Raqqa"
    assert isolate(None) == ""
