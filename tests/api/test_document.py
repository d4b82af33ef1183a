"""The OpenAPI document describes the calls: whatever it allows is answered as it says."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.crossings import AT

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
CALLS = ("/devices/enrol", "/shifts", "/verify", "/events", "/search", "/devices/state")
SERVED = {"/verify": 200, "/events": 200, "/search": 200}  # the others need a token or a password
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(app):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", CALLS)
def test_every_call_answers_as_the_document_says(path, described, device):
    operation = described[f"/api/v1{path}"]["POST"]
    statuses = set()

    @FEW
    @given(data=st.data())
    def call(data):
        case = data.draw(operation.as_strategy())
        facts = case.body | ({"device_time": AT.isoformat()} if path == "/events" else {})
        case.body = body = json.dumps(facts).encode()
        headers = device.headers() | {"X-Signature": device.sign(body), "Content-Type": "application/json"}
        statuses.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    call()
    assert SERVED.get(path) in {*statuses, None}, statuses
