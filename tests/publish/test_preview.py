from dataclasses import replace
from datetime import date

from sijill.publish.preview import preview_profile
from sijill.publish.profile import get_profile, list_profiles
from sijill.publish.redact import redact_edition
from tests.publish.invented import make_edition
from tests.publish.test_redact import SECRET, make_secret_edition


def test_a_preview_counts_what_becomes_empty_or_coarser_with_examples():
    found = {(c.table, c.column): c for c in preview_profile(make_secret_edition(), get_profile("public")).columns}
    title = found["incidents", "title"]
    assert (title.kept, title.removed, title.changed, title.examples) == (0, 1, 0, [(SECRET, "")])
    latitude = found["incidents", "latitude"]
    assert (latitude.removed, latitude.changed) == (0, 1)
    before, after = latitude.examples[0]
    assert before == "20.512345"
    assert after != before
    assert ("incidents", "event_type") not in found


def test_incidents_that_stay_back_are_counted_with_their_documents():
    young = replace(make_secret_edition(), released=date(2031, 3, 5))
    found = preview_profile(young, get_profile("cautious"))
    assert (found.incidents, found.held_back, found.documents, found.documents_held_back) == (1, 1, 1, 1)
    assert found.columns == ()


def test_a_preview_tells_of_every_cell_that_the_redaction_changes():
    """What the preview counts as kept is what an export under the profile holds."""
    edition = replace(make_edition("1"), released=date(2031, 6, 1))
    for name in list_profiles():
        profile = get_profile(name)
        changed = {c.column for c in preview_profile(edition, profile).columns if c.table == "incidents"}
        pairs = zip(edition.iter_records(), redact_edition(edition, replace_hold(profile)).iter_records(), strict=True)
        if profile.quotes == "drop":
            assert "title" in changed
        for before, after in pairs:
            assert (before.incident.title == after.incident.title) == ("title" not in changed or before.incident.title is None)


def replace_hold(profile):
    from msgspec.structs import replace as change

    return change(profile, hold_back_days=0)
