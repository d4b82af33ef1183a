"""Log-in, throttle and users as the services do it, on both databases."""

import threading
from datetime import datetime, timedelta
from time import process_time

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.models import AuditRecord, LoginThrottle, Organisation, User
from borderreg.services import accounts, passwords, sessions, throttle, users
from borderreg.services.accounts import Proof
from borderreg.services.users import NewUser
from tests.preparation import operator

PASSWORD = "rừng hồi xứ Lạng thơm"


@pytest.fixture
def acting(engine: Engine) -> Actor:
    """The operator of the machine."""
    with read_on(engine) as session:
        return operator(session)


@pytest.fixture
def mui(engine: Engine, acting: Actor, at: datetime) -> NewUser:
    """Nông Thị Mùi, who enters lists for Đồng Đăng."""
    return write_on(
        engine,
        users.add_user,
        actor=acting,
        username="mui.nongthi",
        name="Nông Thị Mùi",
        role="commune_officer",
        organisation_code="06184",
        password=PASSWORD,
        at=at,
    )


def _try(
    engine: Engine,
    at: datetime,
    password: str,
    *,
    username: str = "mui.nongthi",
    address: str = "10.1.2.3",
    pauses: list[float] | None = None,
) -> Proof:
    waited = pauses if pauses is not None else []
    with read_on(engine) as session:
        return accounts.authenticate(
            session, username=username, password=password, address=address, at=at, pause=waited.append
        )


def _log_in(engine: Engine, at: datetime, password: str, **where: str) -> bool:
    proof = _try(engine, at, password, **where)
    return write_on(engine, accounts.log_in, proof=proof, at=at) is not None


def _actions(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(AuditRecord.action)
            .where(AuditRecord.object_type == "user")
            .order_by(AuditRecord.at, AuditRecord.seq)
        )
    )


def test_a_hash_costs_no_more_than_75_ms_of_the_processor() -> None:
    passwords.hash_password(PASSWORD)
    costs = []
    for _ in range(5):
        begin = process_time()
        passwords.hash_password(PASSWORD)
        costs.append(process_time() - begin)
    assert min(costs) < 0.075


def test_an_unknown_user_costs_as_much_as_a_wrong_password(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    _try(engine, at, "lần đầu làm nóng máy", username="khong.co.ai")

    def cost(username: str) -> float:
        begin = process_time()
        _try(engine, at, "không phải mật khẩu", username=username)
        return process_time() - begin

    known = min(cost("mui.nongthi") for _ in range(5))
    unknown = min(cost("khong.co.ai") for _ in range(5))
    assert 0.6 < known / unknown < 1.6


def test_log_in_and_its_failure_are_both_in_the_audit_log_of_the_users_organisation(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    assert not _log_in(engine, at, "không phải mật khẩu")
    assert _log_in(engine, at, PASSWORD)
    with read_on(engine) as session:
        assert _actions(session)[-2:] == ["user:login_failed", "user:logged_in"]
        organisation = session.scalars(select(Organisation.id).where(Organisation.code == "06184")).one()
        query = select(AuditRecord).where(AuditRecord.action.startswith("user:log"))
        records = session.scalars(query).all()
        assert {record.organisation_id for record in records} == {organisation}
        assert not any("mui" in (record.payload or "").casefold() for record in records)


def test_the_log_of_an_unknown_name_does_not_repeat_the_name(engine: Engine, at: datetime) -> None:
    assert not _log_in(engine, at, PASSWORD, username="khong.co.ai")
    with read_on(engine) as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.action == "user:login_failed")).one()
    assert record.object_id == "unknown"
    assert "khong" not in (record.payload or "")


def test_nobody_logs_in_with_a_password_that_was_changed_meanwhile(
    engine: Engine, mui: NewUser, acting: Actor, at: datetime
) -> None:
    proof = _try(engine, at, PASSWORD)
    assert proof.correct
    write_on(engine, users.reset_user, actor=acting, username="mui.nongthi", at=at)
    assert write_on(engine, accounts.log_in, proof=proof, at=at) is None


def test_nobody_logs_in_after_being_disabled_meanwhile(
    engine: Engine, mui: NewUser, acting: Actor, at: datetime
) -> None:
    proof = _try(engine, at, PASSWORD)
    write_on(engine, users.disable_user, actor=acting, username="mui.nongthi", at=at)
    assert write_on(engine, accounts.log_in, proof=proof, at=at) is None


def test_failures_of_one_pair_are_waited_out_and_doubled_and_then_forgotten(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    now = at
    for _ in range(throttle.PAIR.free + 1):
        assert not _log_in(engine, now, "không phải mật khẩu")
    waits = []
    for _ in range(4):
        waits.append(_try(engine, now, PASSWORD).wait)
        now += timedelta(seconds=waits[-1])
        assert not _log_in(engine, now, "không phải mật khẩu")
    assert waits == [1.0, 2.0, 4.0, 8.0]
    now += throttle.PAIR.forgotten_after
    assert not _log_in(engine, now, "không phải mật khẩu")
    assert _try(engine, now, PASSWORD).wait == 0


def test_a_try_during_the_wait_is_not_looked_at_and_does_not_lengthen_it(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    for _ in range(throttle.PAIR.free + 1):
        _log_in(engine, at, "không phải mật khẩu")
    for _ in range(10):
        assert not _log_in(engine, at, PASSWORD)
    assert _log_in(engine, at + timedelta(seconds=1), PASSWORD)


def test_failures_from_many_addresses_make_the_account_pause_but_never_wait(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    for number in range(30):
        proof = _try(engine, at, "không phải mật khẩu", address=f"203.0.113.{number}")
        assert proof.wait == 0
        write_on(engine, accounts.settle, proof=proof, at=at)
    pauses: list[float] = []
    assert _try(engine, at, PASSWORD, address="10.1.2.3", pauses=pauses).correct
    assert pauses == [throttle.ACCOUNT.longest]


def test_no_delay_is_longer_than_five_minutes_and_none_lasts(at: datetime) -> None:
    for scope in throttle.SCOPES:
        assert throttle.delay_after(scope, scope.free) == 0
        assert throttle.delay_after(scope, 10**6) == scope.longest <= 300


def test_a_success_forgets_the_failures_of_its_own_pair_only(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    _log_in(engine, at, "không phải mật khẩu")
    assert _log_in(engine, at, PASSWORD)
    with read_on(engine) as session:
        assert len(session.scalars(select(LoginThrottle)).all()) == 3


@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"username": "Mùi Nông"}, BadInput, "username_not_valid"),
        ({"username": "mui.nongthi"}, Conflict, "username_taken"),
        ({"username": "MUI.nongthi "}, Conflict, "username_taken"),
        ({"name": " "}, BadInput, "name_not_valid"),
        ({"name": "Nông\u202eThị"}, BadInput, "name_not_valid"),
        ({"role": "operator"}, BadInput, "role_unknown"),
        ({"role": "king"}, BadInput, "role_unknown"),
        ({"role": "gate_officer"}, Refused, "role_not_of_organisation"),
        ({"organisation_code": "99999"}, NotFound, "organisation_not_found"),
        ({"password": ""}, BadInput, "password_length"),
    ],
)
def test_a_user_that_cannot_be_is_not_added(
    engine: Engine,
    mui: NewUser,
    acting: Actor,
    at: datetime,
    changes: dict[str, str],
    error: type[Exception],
    code: str,
) -> None:
    facts = {
        "username": "pao.vivan",
        "name": "Vi Văn Páo",
        "role": "commune_chief",
        "organisation_code": "06184",
    }
    with pytest.raises(error) as caught:
        write_on(engine, users.add_user, actor=acting, at=at, **{**facts, **changes})  # type: ignore[arg-type]
    assert caught.value.code == code  # type: ignore[attr-defined]
    with read_on(engine) as session:
        assert len(session.scalars(select(User)).all()) == 1


def test_a_made_up_password_is_long_unlike_the_last_and_must_be_changed(
    engine: Engine, acting: Actor, at: datetime
) -> None:
    made = write_on(
        engine,
        users.add_user,
        actor=acting,
        username="phay.trieumui",
        name="Triệu Mùi Phấy",
        role="gate_officer",
        organisation_code="HUUNGHI",
        at=at,
    )
    passwords.check_new_password(made.password, username=made.username)
    again = write_on(engine, users.reset_user, actor=acting, username="phay.trieumui", at=at)
    assert again.password != made.password
    with read_on(engine) as session:
        user = session.scalars(select(User)).one()
        assert user.must_change_password
        assert made.password not in user.password_hash


def test_disabling_ends_every_session_at_once(
    engine: Engine, mui: NewUser, acting: Actor, at: datetime
) -> None:
    proof = _try(engine, at, PASSWORD)
    opened = write_on(engine, accounts.log_in, proof=proof, at=at)
    assert opened is not None
    write_on(engine, users.disable_user, actor=acting, username="mui.nongthi", at=at)
    with read_on(engine) as session:
        assert sessions.find_session(session, token=opened.token, at=at) is None


def test_the_last_administrator_and_oneself_stay(engine: Engine, acting: Actor, at: datetime) -> None:
    facts = {"role": "admin", "organisation_code": "ADMIN", "password": PASSWORD}
    for username, name in (("quan.dinhcong", "Đinh Công Quân"), ("thu.hoangthi", "Hoàng Thị Thu")):
        write_on(engine, users.add_user, actor=acting, username=username, name=name, at=at, **facts)  # type: ignore[arg-type]
    opened = write_on(
        engine, accounts.log_in, proof=_try(engine, at, PASSWORD, username="quan.dinhcong"), at=at
    )
    assert opened is not None
    with pytest.raises(Refused, match="self"):
        write_on(engine, users.disable_user, actor=opened.actor, username="quan.dinhcong", at=at)
    write_on(engine, users.disable_user, actor=opened.actor, username="thu.hoangthi", at=at)
    with pytest.raises(Refused, match="admin"):
        write_on(engine, users.disable_user, actor=acting, username="quan.dinhcong", at=at)


def test_only_administrator_and_operator_touch_users(engine: Engine, mui: NewUser, at: datetime) -> None:
    opened = write_on(engine, accounts.log_in, proof=_try(engine, at, PASSWORD), at=at)
    assert opened is not None
    for act in (users.disable_user, users.reset_user):
        with pytest.raises(NotPermitted):
            write_on(engine, act, actor=opened.actor, username="mui.nongthi", at=at)
    with read_on(engine) as session, pytest.raises(NotPermitted):
        users.list_users(session, actor=opened.actor)


def test_the_actor_of_a_session_is_loaded_in_one_statement(
    engine: Engine, mui: NewUser, at: datetime
) -> None:
    from sqlalchemy import event

    opened = write_on(engine, accounts.log_in, proof=_try(engine, at, PASSWORD), at=at)
    assert opened is not None
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    with read_on(engine) as session:
        found = sessions.find_session(session, token=opened.token, at=at)
    assert found is not None
    assert found.actor.organisation_code == "06184"
    assert found.organisation_names[0] == "Công an xã Đồng Đăng"
    assert len([text for text in statements if text.lstrip().upper().startswith("SELECT")]) == 1


def test_a_whole_shift_logs_in_at_once_while_somebody_guesses_elsewhere(
    engine: Engine, mui: NewUser, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = throttle.keys_of(username="", address="")["site"]
    many = {"key": everywhere, "failures": 500, "last_failure_at": at, "wait_until": at}
    write_on(engine, lambda session: session.add(LoginThrottle(**many)))
    monkeypatch.setattr(accounts, "_pauses", threading.BoundedSemaphore(1))
    with accounts._pauses:
        proof = _try(engine, at, PASSWORD)
    assert (proof.correct, proof.wait) == (True, 0.0)
