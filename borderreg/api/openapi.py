"""The OpenAPI 3.1 document, made from the table of calls and the shapes: it cannot differ from them."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Protocol

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from borderreg import __version__
from borderreg.api.schemas import Problem

SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "none": [],
    "token": [],
    "device": [{"device": []}],
    "shift": [{"device": [], "shift": []}],
    "signed": [{"device": [], "signature": []}],
}
SCHEMES = {
    "device": {"type": "http", "scheme": "bearer", "description": "the enrolled device's api_token"},
    "shift": {"type": "apiKey", "in": "header", "name": "X-Shift"},
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Signature",
        "description": "base64url ECDSA P-256/SHA-256 signature (r‖s) over the raw body",
    },
}

PATH_NAMES = re.compile(r"\{([a-z_]+)\}")


class Described(Protocol):
    """What the document needs of a call."""

    method: str
    path: str
    view: Any
    auth: str
    request: type[BaseModel] | None
    answer: type[BaseModel] | None
    query: tuple[str, ...]
    status: int
    problems: tuple[int, ...]


def describe(calls: Iterable[Any]) -> dict[str, Any]:
    """Return the document for a table of calls."""
    calls = tuple(calls)
    shapes = {shape for call in calls for shape in (call.request, call.answer) if shape} | {Problem}
    ordered = sorted(shapes, key=lambda shape: shape.__name__)
    _, definitions = models_json_schema(
        [(shape, "validation") for shape in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, Any] = {}
    for call in calls:
        paths.setdefault(f"/api/v1{call.path}", {})[call.method.lower()] = _operation(call)
    return {
        "openapi": "3.1.0",
        "info": {"title": "borderreg: devices' API", "version": __version__},
        "paths": paths,
        "components": {"schemas": definitions["$defs"], "securitySchemes": SCHEMES},
    }


def _operation(call: Described) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": call.view.__name__,
        "summary": (call.view.__doc__ or "").split("\n", 1)[0],
        "security": SECURITY[call.auth],
        "responses": {
            str(call.status): {
                "description": "done",
                "content": {"application/json": {"schema": _reference(call.answer)}},
            }
        }
        | {
            str(status): {
                "description": HTTPStatus(status).phrase,
                "content": {"application/problem+json": {"schema": _reference(Problem)}},
            }
            for status in call.problems
        },
    }
    parameters = [_parameter(name, "path") for name in PATH_NAMES.findall(call.path)]
    parameters += [_parameter(name, "query") for name in call.query]
    if parameters:
        operation["parameters"] = parameters
    if call.request is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(call.request)}},
        }
    return operation


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}


def _reference(shape: type[BaseModel] | None) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"} if shape else {"type": "object"}
