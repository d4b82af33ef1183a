"""One phone's connection to the devices' API: keep-alive, patient, every call timed."""

import http.client
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from borderreg.domain.errors import Unavailable

TRIES = 12
PAUSE = 0.25
BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the API: its status, its JSON, and how long it took in milliseconds."""

    status: int
    document: dict[str, Any]
    ms: float


@dataclass
class Wire:
    """A connection to the server at an address such as `http://127.0.0.1:8000`."""

    address: str
    repeated: int = 0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Send a call under /api/v1 until it is answered; a busy server is asked again as it says."""
        for _ in range(TRIES):
            reply = self._try(path, body, headers)
            if reply is not None and reply.status not in BUSY:
                return reply
            self.repeated += 1
            time.sleep(PAUSE)
        raise Unavailable("the server does not answer")

    def _try(self, path: str, body: bytes, headers: dict[str, str]) -> Reply | None:
        place = urlsplit(self.address)
        if self._connection is None:
            self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        began = time.perf_counter()
        try:
            self._connection.request("POST", f"/api/v1{path}", body, headers | JSON)
            answer = self._connection.getresponse()
            data = answer.read()
            return Reply(answer.status, json.loads(data), (time.perf_counter() - began) * 1000)
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return None

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None


JSON = {"Content-Type": "application/json", "Accept": "application/json"}
