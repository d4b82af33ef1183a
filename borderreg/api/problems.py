"""Answers of the API that are no success: problem documents with a stable code (RFC 9457)."""

import json
from math import ceil

from flask import Response


class ApiProblem(Exception):
    """Stop a call with a status and a stable code."""

    def __init__(self, status: int, code: str, detail: str = "", *, retry_after: float = 0) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.retry_after = status, code, detail, retry_after


def to_response(problem: ApiProblem) -> Response:
    """Make the problem document of an ApiProblem."""
    body = {"type": "about:blank", "status": problem.status, "code": problem.code}
    if problem.detail:
        body["detail"] = problem.detail
    response = Response(
        json.dumps(body, ensure_ascii=False), problem.status, mimetype="application/problem+json"
    )
    if problem.retry_after:
        response.headers["Retry-After"] = str(ceil(problem.retry_after))
    return response
