"""The gate page's shell, its policies and its texts."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Babel

from borderreg.domain.reasons import REASONS, Flag
from borderreg.web.gate_app import STATIC, gate_app
from borderreg.web.gate_strings import MESSAGES
from borderreg.web.headers import init_headers

MODULES = sorted(STATIC.rglob("*.mjs"))
LITERAL = re.compile(r"""["'`]([a-z]+(?:\.[a-zA-Z_0-9]+)+)["'`]""")
FAMILIES = re.compile(r"`((?:[a-z]+\.)+[a-z_]*)\$\{")


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("borderreg")
    app.config["HTTPS"] = False
    Babel(app, default_locale="vi")
    app.register_blueprint(gate_app)
    init_headers(app)
    return app.test_client()


def test_only_the_gate_page_may_use_the_camera(client: FlaskClient) -> None:
    answer = client.get("/gate/app")
    assert answer.status_code == 200
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "camera=()" in client.get("/gate/strings/vi.json").headers["Permissions-Policy"]


def test_the_page_may_not_compile_anything_but_its_decoder_may(client: FlaskClient) -> None:
    page = client.get("/gate/app").headers["Content-Security-Policy"]
    assert page.startswith("default-src 'none'")
    assert "unsafe" not in page
    worker = client.get("/gate/decoder-worker.mjs")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Content-Security-Policy"].split("; ")[1] == "script-src 'self' 'wasm-unsafe-eval'"


def test_the_shell_is_the_same_for_everybody_and_asked_for_again_only_when_it_changed(
    client: FlaskClient,
) -> None:
    first = client.get("/gate/app")
    assert "Set-Cookie" not in first.headers
    again = client.get("/gate/app", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_texts_come_in_each_language_with_every_reason_and_flag(client: FlaskClient, language: str) -> None:
    texts = json.loads(client.get(f"/gate/strings/{language}.json").data)
    assert set(texts["reasons"]) == {reason.value for reason in REASONS}
    assert set(texts["flags"]) == {flag.value for flag in Flag}
    assert set(texts["messages"]) == set(MESSAGES)
    expired = texts["reasons"]["expired"]
    assert expired["vi"] == REASONS["expired"].text_vi  # type: ignore[index]
    assert expired["zh"] == REASONS["expired"].text_zh  # type: ignore[index]


def test_a_language_that_is_not_spoken_here_is_not_found(client: FlaskClient) -> None:
    assert client.get("/gate/strings/fr.json").status_code == 404


def test_every_text_that_the_page_asks_for_exists_and_none_is_left_over() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    asked = {
        key for key in LITERAL.findall(sources) if key.split(".")[0] in {k.split(".")[0] for k in MESSAGES}
    }
    families = tuple(FAMILIES.findall(sources))
    missing = {key for key in asked if key not in MESSAGES}
    assert not missing
    assert not {key for key in MESSAGES if key not in asked and not key.startswith(families)}


def test_each_preset_reason_has_its_text() -> None:
    presets = (STATIC / "presets.mjs").read_text(encoding="utf-8")
    listed = set(re.findall(r'"([a-z_]+)"', presets)) - set(REASONS)
    assert len(listed) >= 9
    for code in listed:
        assert f"decision.{code}" in MESSAGES or f"annul.{code}" in MESSAGES, code


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_each_module_does_one_thing_in_a_few_lines(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert ".innerHTML" not in text
    assert "insertAdjacentHTML" not in text
