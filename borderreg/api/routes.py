"""The table of calls: path, method, shapes and statuses; routing and the OpenAPI document come from it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from borderreg.api import boarding, calls, event_shapes, events, pack, schemas, shift_calls
from borderreg.api.openapi import describe
from borderreg.api.problems import ApiProblem, to_response

LARGEST_BODY = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the API."""

    method: str
    path: str
    view: Callable[..., Any]
    auth: str
    request: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    query: tuple[str, ...] = ()
    status: int = 200
    problems: tuple[int, ...] = ()


CALLS = (
    Call(
        method="POST",
        path="/devices/enrol",
        view=calls.enrol,
        auth="token",
        request=schemas.EnrolRequest,
        answer=schemas.Enrolled,
        status=201,
        problems=(400, 413, 503),
    ),
    Call(
        method="POST",
        path="/shifts",
        view=calls.begin_shift,
        auth="device",
        request=schemas.ShiftRequest,
        answer=schemas.ShiftStarted,
        status=201,
        problems=(400, 401, 403, 410, 413, 429, 503),
    ),
    Call(
        method="DELETE",
        path="/shifts/current",
        view=calls.finish_shift,
        auth="shift",
        problems=(401, 410, 503),
    ),
    Call(
        method="POST",
        path="/shifts/current/pin",
        view=shift_calls.choose_pin,
        auth="shift",
        request=schemas.PinRequest,
        answer=schemas.ServerTime,
        problems=(400, 401, 410, 413, 422, 503),
    ),
    Call(
        method="POST",
        path="/shifts/reports",
        view=shift_calls.report_shift,
        auth="signed",
        request=schemas.ShiftReportRequest,
        answer=schemas.ReportKept,
        problems=(400, 401, 410, 413, 503),
    ),
    Call(method="GET", path="/keys", view=calls.keys, auth="none", problems=(503,)),
    Call(
        method="POST",
        path="/verify",
        view=calls.verify,
        auth="shift",
        request=schemas.VerifyRequest,
        answer=schemas.Verified,
        problems=(400, 401, 403, 410, 413, 429, 503),
    ),
    Call(
        method="POST",
        path="/events",
        view=events.record_events,
        auth="signed",
        request=event_shapes.EventsRequest,
        answer=event_shapes.EventsAnswer,
        problems=(400, 401, 403, 410, 413, 429, 503),
    ),
    Call(
        method="POST",
        path="/search",
        view=calls.search,
        auth="shift",
        request=schemas.SearchRequest,
        answer=schemas.SearchAnswer,
        problems=(400, 401, 403, 410, 413, 429, 503),
    ),
    Call(
        method="GET",
        path="/lists/{code}/boarding",
        view=boarding.boarding,
        auth="shift",
        query=("direction", "after"),
        answer=boarding.BoardingList,
        problems=(400, 401, 403, 404, 410, 429, 503),
    ),
    Call(
        method="GET",
        path="/pack",
        view=pack.pack,
        auth="device",
        query=("cursor",),
        answer=schemas.Pack,
        problems=(401, 404, 410, 422, 503),
    ),
    Call(
        method="POST",
        path="/devices/state",
        view=pack.device_state,
        auth="device",
        request=schemas.DeviceStateRequest,
        answer=schemas.ServerTime,
        problems=(400, 401, 410, 413, 503),
    ),
    Call(method="GET", path="/openapi.json", view=calls.openapi, auth="none"),
)


def make_api() -> Blueprint:
    """Build the blueprint from the table."""
    bp = Blueprint("api", __name__, url_prefix="/api/v1")
    bp.before_request(_limit_body)
    bp.register_error_handler(ApiProblem, to_response)
    for call in CALLS:
        rule = call.path.replace("{", "<").replace("}", ">")
        bp.add_url_rule(rule, call.view.__name__, _endpoint(call), methods=[call.method])
    bp.record_once(lambda state: state.app.extensions.update(borderreg_openapi=_document))
    return bp


@cache
def _document() -> dict[str, Any]:
    """Return the OpenAPI document; made when it is first asked for, so that starting stays quick."""
    return describe(CALLS)


def _limit_body() -> None:
    request.max_content_length = LARGEST_BODY


def _endpoint(call: Call) -> Callable[..., ResponseReturnValue]:
    def endpoint(**named: str) -> ResponseReturnValue:
        answer = call.view(_parse(call.request), **named) if call.request else call.view(**named)
        return answer if isinstance(answer, Response) else (jsonify(answer), call.status)

    return endpoint


def _parse(shape: type[BaseModel]) -> BaseModel:
    """Read the body as strict JSON of the shape; 400 names the members that are wrong, never their values."""
    try:
        return shape.model_validate_json(request.get_data())
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['type']}"
            for problem in error.errors(include_url=False, include_context=False, include_input=False)[:5]
        )
        raise ApiProblem(400, "bad_request", wrong) from None
