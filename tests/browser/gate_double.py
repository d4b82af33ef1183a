"""Answers of the devices' API for tests of the gate page alone; signature, chain and ids are checked."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from playwright.sync_api import Browser, Page, Request, Route

from borderreg.domain.entry_codes import format_entry_code
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import FakeCamera, enrol, phone, sign_in

MUI = {
    "name": "Nông Thị Mùi", "birth": "1990-02-12", "sex": "F", "id_last4": "4821", "commune": "06184",
    "list": "05/2026", "row": 7, "employer": "Nông trường mía Long Châu",
    "valid_from": "2026-11-01", "valid_to": "2027-04-30",
    "document": {"type": "passport", "number": "C1234567", "expires": "2031-05-06"},
}  # fmt: skip
CTI, ENTRY_CODE = "0f3a5b7c9d1e2f48", format_entry_code(bytes.fromhex("0f3a5b7c9d1e2f48"))
SCAN = "84201" + "3141592653589793" * 20
OFFICER, PASSWORD = "thang.hv", "trạm-gác-số-bảy"
SERVER_TIME = "2026-11-22T08:00:00+00:00"


class DeviceApi:
    """The API as one page meets it: set `verdict` or `down`; read `events` and `calls` afterwards."""

    def __init__(self, page: Page) -> None:
        self.verdict: dict[str, Any] = {"class": "accept", "reasons": []}
        self.person: dict[str, Any] | None = MUI
        self.results: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.batches: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.down = self.revoked = self.shift_over = False
        self.public_key: ec.EllipticCurvePublicKey | None = None
        page.route("**/api/v1/**", self._answer)

    def asked(self, call: str) -> list[dict[str, Any]]:
        """Return the bodies of every request of one call."""
        return [body for name, body in self.calls if name == call]

    def _answer(self, route: Route, request: Request) -> None:
        if self.down:
            route.abort("connectionfailed")
            return
        if self.revoked:
            route.fulfill(status=410, json={"code": "device_revoked"})
            return
        if self.shift_over and "x-shift" in request.headers:
            route.fulfill(status=401, json={"code": "shift_required"})
            return
        call = request.url.split("/api/v1/", 1)[1].split("?")[0]
        body = json.loads(request.post_data_buffer or b"{}")
        self.calls.append((call, body))
        answers: dict[str, Callable[[Request, dict[str, Any]], tuple[int, dict[str, Any]]]] = {
            "devices/enrol": self._enrol, "shifts": self._shift, "shifts/current": self._no_content,
            "verify": self._verify, "events": self._events, "search": self._search, "keys": self._no_content,
            "shifts/reports": self._no_content, "pack": self._no_pack, "devices/state": self._no_content,
        }  # fmt: skip
        status, answer = answers[call](request, body)
        route.fulfill(status=status, json=answer)

    def _enrol(self, _: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        numbers = (int.from_bytes(from_base64url(body["public_key"][axis]), "big") for axis in ("x", "y"))
        self.public_key = ec.EllipticCurvePublicNumbers(*numbers, ec.SECP256R1()).public_key()
        return 201, {
            "device_id": "0192f0c1-0000-7000-8000-000000000001", "api_token": "a-token-of-the-device",
            "gate": "HUUNGHI", "root_public_key": "AAAA", "server_time": SERVER_TIME,
        }  # fmt: skip

    def _shift(self, request: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert request.headers["authorization"] == "Bearer a-token-of-the-device"
        if body["password"] != PASSWORD:
            return 401, {"code": "login_failed", "title": "…"}
        officer = {"id": "0192f0c1-0000-7000-8000-00000000000a", "name": "Đại uý Hoàng Văn Thắng"}
        self.shift_over = False
        return 201, {"shift_token": "a-shift", "officer": officer, "expires_at": "2099-01-01T00:00:00+00:00"}

    def _verify(self, request: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert request.headers["x-shift"] == "a-shift"
        found = {"cti": CTI, "entry_code": ENTRY_CODE, "person": self.person} if self.person else {}
        return 200, {"journey": {"state": "home"}, **self.verdict, **found}

    def _search(self, _: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 200, {"results": [{"cti": CTI, "entry_code": ENTRY_CODE, **MUI}]}

    def _no_content(self, *_: object) -> tuple[int, dict[str, Any]]:
        return 200, {}

    def _no_pack(self, *_: object) -> tuple[int, dict[str, Any]]:
        return 422, {"code": "no_issuing_key"}

    def _events(self, request: Request, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self._check_signature(request)
        self.batches.append(body)
        results = []
        for event in body["events"]:
            known = any(event["id"] == old["id"] for old in self.events)
            if not known:
                self._check_chain(event)
                self.events.append(event)
            answer = {"verdict": self.verdict["class"], "reasons": self.verdict["reasons"], "flags": []}
            results.append({"id": event["id"], "result": "duplicate" if known else "stored", **answer}
                           | self.results.get(event["direction"], {}))  # fmt: skip
        return 200, {"server_time": SERVER_TIME, "results": results}

    def _check_signature(self, request: Request) -> None:
        raw = from_base64url(request.headers["x-signature"])
        r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        assert self.public_key is not None
        signature = utils.encode_dss_signature(r, s)
        self.public_key.verify(signature, request.post_data_buffer or b"", ec.ECDSA(SHA256()))

    def _check_chain(self, event: dict[str, Any]) -> None:
        before = self.events[-1] if self.events else None
        assert event["seq"] == (before["seq"] + 1 if before else 1)
        assert event["prev_hash"] == (chain_hash(before) if before else "")


def chain_hash(event: dict[str, Any]) -> str:
    """Return the hash that the next event of the device carries."""
    digest = hashlib.sha256(rfc8785.dumps(event)).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def gate(phone_browser: Browser, fake_camera: FakeCamera, gate_site: str) -> Iterator[tuple[Page, DeviceApi]]:
    """An enrolled phone with an officer on a departure shift, before the camera."""
    context = phone(phone_browser)
    page = context.new_page()
    faults = watch(page)
    api = DeviceApi(page)
    enrol(page, gate_site, token="abcdefghijklmnopqrstuv")
    sign_in(page, "departure", username=OFFICER, password=PASSWORD)
    yield page, api
    context.close()
    assert not [
        fault for fault in faults if not re.search("ERR_CONNECTION_FAILED|40[01]|410|422|Quota", fault)
    ], faults
