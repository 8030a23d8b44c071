"""Import on pages: nothing is kept before it was seen, and hostile files stay harmless."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.store import Register, views
from sijill.web.app import make_app

TEXT = "An air strike killed 7 civilians in Deir ez-Zor on 4 March 2019, residents said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty register."""
    Register.create(tmp_path / "register").close()
    return tmp_path / "register"


@pytest.fixture
def keeper(folder: Path) -> Iterator[TestClient]:
    """Someone at the keyboard of this machine."""
    with TestClient(make_app(folder, Settings()), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


def get_token(client: TestClient) -> str:
    return re.search(r'name="form_token" value="([^"]+)"', client.get("/import").text).group(1)


def count(folder: Path) -> tuple[int, int, int]:
    with Register.open(folder) as register:
        summary = views.get_summary(register)
        return summary.captures, summary.documents, summary.claims


def test_a_pasted_text_is_shown_then_kept_then_read(keeper, folder):
    fields = {"form_token": get_token(keeper), "text": TEXT, "source": "Reuters", "published": "2019-03-05", "title": "Strike"}
    shown = keeper.post("/import", data=fields).headers["location"]
    page = keeper.get(f"{shown}?lang=en").text
    assert "Strike" in page
    assert "civilians killed" in page.lower()
    assert count(folder) == (0, 0, 0)
    assert keeper.post(shown, data={"form_token": fields["form_token"], "answer": "keep"}).status_code == 303
    captures, documents, claims = count(folder)
    assert (captures, documents) == (1, 1)
    assert claims >= 1
    assert keeper.get(shown).status_code == 404


def test_what_is_discarded_leaves_nothing_behind(keeper, folder):
    token = get_token(keeper)
    shown = keeper.post("/import", data={"form_token": token, "text": TEXT}).headers["location"]
    keeper.get(shown)
    assert keeper.post(shown, data={"form_token": token, "answer": "discard"}).headers["location"] == "/import"
    assert count(folder) == (0, 0, 0)
    assert list((folder / "incoming").iterdir()) == []


def test_files_with_hostile_names_and_contents_do_no_harm(keeper, folder):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../evil.txt", TEXT)
    files = [
        ("files", ("../../../etc/passwd.txt", TEXT.encode())),
        ("files", ("a.zip", archive.getvalue())),
        ("files", ("<script>.html", b"<html><body><script>window.broken=1</script><p>" + TEXT.encode())),
        ("files", ("broken.jsonl", b'{"text": "x"}\n{"text": \n')),
        ("files", ("empty.txt", b"")),
    ]
    answer = keeper.post("/import", data={"form_token": get_token(keeper)}, files=files)
    page = keeper.get(answer.headers["location"]).text
    assert "<script>window" not in page
    assert "broken.jsonl" in page
    assert not (folder.parent / "etc").exists()
    assert not (folder.parent / "evil.txt").exists()


@pytest.mark.parametrize(
    "fields", [{}, {"text": "  "}, {"text": TEXT, "published": "yesterday"}, {"text": TEXT, "url": "javascript:alert(1)"}]
)
def test_what_makes_no_sense_is_refused(keeper, fields):
    assert keeper.post("/import", data={"form_token": get_token(keeper), **fields}).status_code == 400


@pytest.mark.parametrize("path", ["/import/..", "/import/nothing", "/import/" + "0" * 24])
def test_an_unknown_import_is_not_there(keeper, path):
    assert keeper.get(path).status_code in {200, 404}
    assert keeper.post(path, data={"form_token": get_token(keeper), "answer": "discard"}).status_code in {400, 405, 404}


def test_an_import_from_another_page_is_refused(keeper):
    assert keeper.post("/import", data={"text": TEXT}).status_code == 403
