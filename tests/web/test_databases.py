"""What people and programs are shown does not depend on the database."""

import re
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.web.app import make_app
from tests.web.world import fill_register

PATHS = (
    "/", "/incidents", "/incidents?event=shelling&sort=-killed", "/incidents?q=hospital", "/incidents.csv", "/map/incidents.geojson",
    "/documents", "/documents?q=%22air+strike%22", "/documents/hostile-1", "/contradictions", "/review",
    "/api/v1/summary", "/api/v1/incidents?q=مشفى", "/api/v1/facets", "/api/v1/timeline", "/api/v1/contradictions", "/api/v1/changes",
    "/api/v1/documents?q=strike*", "/api/v1/sources", "/api/v1/actors", "/api/v1/places", "/api/v1/issues", "/api/v1/review",
)  # fmt: skip
# Moments of writing and one-time values, which differ from register to register.
_OF_THE_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+00:00)?|nonce-[\w-]+|nonce=\"[\w-]+\"|value=\"[\w.-]{32,}\"")


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory, postgresql: Callable[[], str]) -> Iterator[dict[str, TestClient]]:
    """A reader of the same register in each database."""
    made = {}
    for name, database in (("sqlite", None), ("postgresql", postgresql())):
        # The same folder name, since pages show it.
        folder = tmp_path_factory.mktemp(name) / "register"
        fill_register(folder, database)
        made[name] = make_app(folder, Settings())
    yield {name: TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) for name, app in made.items()}
    for app in made.values():
        app.state.workbench.register.close()


@pytest.mark.parametrize("path", PATHS)
def test_shows_the_same_from_both_databases(clients: dict[str, TestClient], path: str):
    one, other = (clients[name].get(path) for name in ("sqlite", "postgresql"))
    assert one.status_code == other.status_code == 200
    assert _OF_THE_MOMENT.sub("", other.text) == _OF_THE_MOMENT.sub("", one.text)
