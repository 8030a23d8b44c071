"""The API against its own description: requests made up by schemathesis never meet a server error, and answers fit what is promised."""

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings

from sijill.settings import Settings
from sijill.web.api import router
from sijill.web.app import OPENAPI_URL, make_app
from tests.web.world import fill_register

schemathesis = pytest.importorskip("schemathesis")
CHECKS = schemathesis.checks
EXAMPLES = 12
OPERATIONS = sorted(
    (route.path, method) for route in router.routes for method in route.methods if method != "HEAD" and route.path != "/api/v1/{path:path}"
)


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory):
    """What the description of a workbench on this machine offers; it may write to a register of its own."""
    folder = tmp_path_factory.mktemp("schema") / "register"
    fill_register(folder)
    app: FastAPI = make_app(folder, Settings(), hosts=["*"])
    schema = schemathesis.openapi.from_asgi(OPENAPI_URL, app)
    yield {(found.ok().path, found.ok().method.upper()): found.ok() for found in schema.get_all_operations()}
    app.state.workbench.register.close()


def test_the_description_holds_every_operation(operations):
    assert {(path.replace(":path", ""), method) for path, method in OPERATIONS} == set(operations)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_meets_a_server_error(operations, path, method):
    operation = operations[path.replace(":path", ""), method]

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        case.call_and_validate(checks=[CHECKS.not_a_server_error, CHECKS.status_code_conformance, CHECKS.response_schema_conformance])

    ask()
