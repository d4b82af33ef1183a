"""The cookie that holds the anti-forgery token and messages for the next page: encrypted, for this browser.

It says nothing about who is logged in (that is the session cookie); but a message may name a person, so what
lies in a browser's files is not readable.
"""

import base64
import binascii
from typing import Any

from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from borderreg.crypto import BoundCipher, CannotDecrypt, KeyRing, derive_key

PURPOSE = "borderreg/form-cookie/1"


class CookieSerializer:
    """Write the cookie's content as encrypted JSON, and read it back or raise BadSignature."""

    def __init__(self, key: bytes) -> None:
        self._cipher = BoundCipher(KeyRing({1: derive_key(key, PURPOSE)}))
        self._json = TaggedJSONSerializer()

    def dumps(self, content: dict[str, Any]) -> str:
        """Return the cookie's text."""
        sealed = self._cipher.wrap(self._json.dumps(content).encode(), bound_to=PURPOSE)
        return base64.urlsafe_b64encode(sealed).decode()

    def loads(self, text: str, max_age: int | None = None) -> Any:  # noqa: ARG002 (Flask's own protocol)
        """Return the cookie's content; a cookie that was not written here is as if there were none."""
        try:
            sealed = base64.urlsafe_b64decode(text)
            return self._json.loads(self._cipher.unwrap(sealed, bound_to=PURPOSE).decode())
        except (CannotDecrypt, binascii.Error, ValueError) as error:
            raise BadSignature("not written here") from error


class EncryptedCookies(SecureCookieSessionInterface):
    """Flask's cookie session with encrypted content."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """Return the serializer of the application's key."""
        key = app.secret_key
        return CookieSerializer(key) if isinstance(key, bytes) else None


def init_form_cookie(app: Flask) -> None:
    """Encrypt the form cookie of the application."""
    app.session_interface = EncryptedCookies()
