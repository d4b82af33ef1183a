"""Who calls: the device by its token, the officer by the shift, the bytes by the device's signature."""

from flask import g, request

from borderreg.api.problems import ApiProblem
from borderreg.db import db
from borderreg.services.known_devices import KnownDevice, OfficerOnShift, find_device, signature_holds

BEARER = "Bearer "
LONGEST_TOKEN = 128


def calling_device(*, revoked_too: bool = False) -> KnownDevice:
    """Return the enrolled device behind the request; 401 when unknown, 410 when revoked."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(BEARER)
    if not header.startswith(BEARER) or not 0 < len(token) <= LONGEST_TOKEN:
        raise ApiProblem(401, "unknown_device")
    shift = request.headers.get("X-Shift", "")[:LONGEST_TOKEN]
    device = find_device(db.engine, api_token=token, shift_token=shift, at=g.at)
    if device is None:
        raise ApiProblem(401, "unknown_device")
    if device.revoked and not revoked_too:
        raise ApiProblem(410, "device_revoked")
    return device


def officer_on_shift(device: KnownDevice) -> OfficerOnShift:
    """Return the officer of the device's open shift; 401 without one."""
    if device.officer is None:
        raise ApiProblem(401, "shift_required")
    return device.officer


def require_signature(device: KnownDevice, body: bytes) -> None:
    """Let the bytes pass when the enrolled key signed them; 401 otherwise, and nothing is stored."""
    signature = request.headers.get("X-Signature", "")
    if not signature or not signature_holds(public_key=device.public_key, signature=signature, body=body):
        raise ApiProblem(401, "bad_device_signature")
