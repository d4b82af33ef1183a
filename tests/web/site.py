"""The application on a fresh database with a clock that tests move and people who log in."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from borderreg.db import read_on, write_on
from borderreg.domain.access import ORGANISATION_KIND, Role
from borderreg.models import AuditRecord, Organisation, User, new_id
from borderreg.services.passwords import hash_password
from tests.client import InspectingClient

PASSWORD = "núi đá và mây trắng"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

# role → (user name, name, organisation): one invented person for each
PEOPLE: dict[Role, tuple[str, str, str]] = {
    Role.COMMUNE_OFFICER: ("mui.nongthi", "Nông Thị Mùi", "06184"),
    Role.COMMUNE_CHIEF: ("pao.vivan", "Vi Văn Páo", "06184"),
    Role.GATE_OFFICER: ("phay.trieumui", "Triệu Mùi Phấy", "HUUNGHI"),
    Role.GATE_COMMANDER: ("thang.hoangvan", "Hoàng Văn Thắng", "HUUNGHI"),
    Role.FOREIGN_AFFAIRS: ("lan.luongthi", "Lương Thị Lan", "SNGV"),
    Role.PROTECTION: ("binh.lythi", "Lý Thị Bình", "BAOHO"),
    Role.ADMIN: ("quan.dinhcong", "Đinh Công Quân", "ADMIN"),
    Role.AUDITOR: ("kiem.chuthi", "Chu Thị Kiểm", "KIEMTRA"),
}


@cache
def password_hash() -> str:
    """Hash the password of everybody in the tests once."""
    return hash_password(PASSWORD)


@dataclass
class Clock:
    """The time of the next request."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        """Let time pass."""
        self.now += timedelta(**amount)


class Browser(InspectingClient):
    """A browser with its own cookies that knows the anti-forgery token of its pages."""

    token = ""

    def log_in(self, username: str, password: str = PASSWORD, *, next_: str = "") -> TestResponse:
        """Open the log-in page and send the form."""
        address = f"/log-in?next={next_}" if next_ else "/log-in"
        self.read_token(address)
        return self.submit(address, username=username, password=password)

    def read_token(self, address: str = "/log-in") -> str:
        """Take the anti-forgery token out of a page."""
        found = TOKEN.search(self.get(address).text)
        assert found, f"{address} has no form"
        self.token = found[1]
        return self.token

    def submit(self, address: str, **fields: object) -> TestResponse:
        """Send a form as its page would."""
        return self.post(address, data={"csrf_token": self.token, **fields})


@dataclass
class Site:
    """The running application, its database and its time."""

    app: Flask
    engine: Engine
    clock: Clock

    def browser(self) -> Browser:
        """Return a new browser without cookies."""
        client = Browser(self.app, self.app.response_class, use_cookies=True)
        return client

    def person(self, role: Role, *, at_organisation: str = "", username: str = "", **changes: object) -> str:
        """Add the person of a role (once) and return the user name."""
        account, name, code = PEOPLE[role]
        account, code = username or account, at_organisation or code
        write_on(
            self.engine, _add, username=account, name=name, role=role, code=code, at=self.clock.now, **changes
        )
        return account

    def logged_in(self, role: Role, **changes: object) -> Browser:
        """Return a browser in which the person of a role is logged in."""
        browser = self.browser()
        answer = browser.log_in(self.person(role, **changes))
        assert answer.status_code == 302, answer.text
        return browser

    def user_id(self, username: str) -> UUID:
        """Return the id of a user."""
        with read_on(self.engine) as session:
            return session.scalars(select(User.id).where(User.username == username)).one()

    def acts(self) -> list[str]:
        """Return the actions of the audit log, as they were done."""
        with read_on(self.engine) as session:
            return list(session.scalars(select(AuditRecord.action).order_by(AuditRecord.at, AuditRecord.seq)))


def _add(
    session: Session, *, username: str, name: str, role: Role, code: str, at: datetime, **changes: object
) -> None:
    if session.scalars(select(User).where(User.username == username)).first() is not None:
        return
    organisation = session.scalars(select(Organisation).where(Organisation.code == code)).one()
    assert organisation.kind == ORGANISATION_KIND[role]
    values = {"must_change_password": False, "password_hash": password_hash(), **changes}
    user = User(
        id=new_id(),
        username=username,
        name=name,
        role=role.value,
        organisation_id=organisation.id,
        created_at=at,
    )
    for field, value in values.items():
        setattr(user, field, value)
    session.add(user)
