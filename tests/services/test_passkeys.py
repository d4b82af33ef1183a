"""Passkeys as the services keep and check them, with an authenticator in software, on both databases."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import Conflict, NotFound
from borderreg.domain.passkeys import PasskeyRefusal, RelyingParty
from borderreg.models import AuditRecord, Entry, Passkey, PasskeyChallenge, User, UserSession, WorkList
from borderreg.services import audit, own_account, passkey_keeping, passkey_use, passkeys, sessions, users
from borderreg.services.certification import Certified, certify_list
from tests.authenticator import ORIGIN, PRESENT, SITE, Authenticator
from tests.communes import AT, Desk, make_actor
from tests.preparation import operator

PARTY = RelyingParty(SITE, ORIGIN)
HERE, ELSEWHERE = b"h" * 32, b"e" * 32
LATER = AT + timedelta(minutes=5)
REFUSED: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://localhost.evil.example"},
    "another site": {"site": "evil.example"},
    "a page inside another": {"cross_origin": True},
    "nobody verified": {"flags": PRESENT},
    "nobody present": {"flags": 0x04},
}


@dataclass
class Person:
    """Somebody with an authenticator and a browser."""

    engine: Engine
    actor: Actor
    device: Authenticator = field(default_factory=Authenticator)
    browser: bytes = HERE

    def ask(self, question: Any, *, at: Any = AT, **more: Any) -> dict[str, Any]:
        """Ask a question for this browser."""
        asked: dict[str, Any] = write_on(
            self.engine, question, party=PARTY, bound_to=self.browser, at=at, **more
        )
        return asked

    def add(self, *, at: Any = AT, name: str = "Máy tính phòng trực", **wrong: Any) -> passkeys.Added:
        """Make a passkey and hand it in."""
        answer = self.device.make(self.ask(passkeys.ask_to_add, actor=self.actor), **wrong)
        return self.hand_in(answer, at=at, name=name)

    def hand_in(self, answer: str, *, at: Any = AT, name: str = "Máy tính phòng trực") -> passkeys.Added:
        """Hand in what the browser made."""
        said: dict[str, Any] = {"party": PARTY, "bound_to": self.browser, "answer": answer}
        return write_on(self.engine, passkeys.add_passkey, actor=self.actor, name=name, at=at, **said)

    def log_in(self, answer: str, *, at: Any = AT, browser: bytes = b"", address: str = "10.1.2.3") -> bool:
        """Try to log in with an answer."""
        with read_on(self.engine) as session:
            attempt = passkey_use.weigh_attempt(
                session, answer=answer, address=address, at=at, pause=lambda _: None
            )
        said: dict[str, Any] = {"party": PARTY, "bound_to": browser or self.browser, "answer": answer}
        opened = write_on(self.engine, passkey_use.log_in_with_passkey, attempt=attempt, at=at, **said)
        return opened is not None and opened.actor.user_id == self.actor.user_id

    def confirm_list(self, list_id: Any, answer: str) -> passkey_use.Confirmed | None:
        """Confirm a list with an answer."""
        said: dict[str, Any] = {"party": PARTY, "bound_to": self.browser, "answer": answer, "at": AT}
        return write_on(self.engine, passkey_use.confirm_list, actor=self.actor, list_id=list_id, **said)

    def acts(self) -> list[tuple[str, str]]:
        """Return the acts of the audit log with their payloads."""
        with read_on(self.engine) as session:
            query = select(AuditRecord.action, AuditRecord.payload).where(AuditRecord.action != "keys:made")
            return [(act, said or "") for act, said in session.execute(query.order_by(AuditRecord.seq))]


@pytest.fixture
def pao(engine: Engine) -> Person:
    """Vi Văn Páo, chief at Đồng Đăng, without a passkey yet."""
    return Person(engine, make_actor(engine, "pao.vivan", Role.COMMUNE_CHIEF, "06184"))


def test_a_passkey_is_added_once_and_opens_a_session_without_name_and_password(pao: Person) -> None:
    added = pao.add()
    assert added.refused is None
    answer = pao.device.answer(pao.ask(passkey_use.ask_to_log_in))
    assert pao.log_in(answer)
    with read_on(pao.engine) as session:
        stored = session.scalars(select(Passkey)).one()
        opened = session.scalars(select(UserSession)).one()
        assert (stored.sign_count, stored.used_at, opened.passkey_id) == (1, AT, stored.id)
        assert session.scalars(select(PasskeyChallenge)).all() == []
        log_in = own_account.recent_log_ins(session, actor=pao.actor, at=LATER)[0]
        assert log_in.passkey == "Máy tính phòng trực"
        assert all(check.first_bad is None for check in audit.verify(session))
    assert [act for act, _ in pao.acts()] == ["passkey:added", "user:logged_in"]
    assert str(added.passkey_id) in pao.acts()[-1][1]


def test_every_wrong_answer_opens_nothing_and_is_logged_with_its_reason(pao: Person) -> None:
    pao.add()
    for wrong in REFUSED.values():
        assert not pao.log_in(pao.device.answer(pao.ask(passkey_use.ask_to_log_in), **wrong))
    assert [said.count('"not_verified"') for _, said in pao.acts()[1:]] == [1] * len(REFUSED)
    with read_on(pao.engine) as session:
        assert session.scalars(select(UserSession)).all() == []
    assert all("Vi Văn Páo" not in said and "pao" not in said for _, said in pao.acts())


def test_a_challenge_counts_once_for_its_browser_its_use_and_five_minutes(pao: Person) -> None:
    pao.add()
    question = pao.ask(passkey_use.ask_to_log_in)
    answer = pao.device.answer(question)
    assert not pao.log_in(answer, browser=ELSEWHERE)
    assert pao.log_in(answer)
    assert not pao.log_in(answer), "an answer seen once is worth nothing"
    earlier = pao.ask(passkey_use.ask_to_log_in)
    pao.ask(passkey_use.ask_to_log_in)
    assert not pao.log_in(pao.device.answer(earlier)), "a newer question voids the one before"
    other_use = pao.ask(passkey_use.ask_to_confirm, actor=pao.actor)
    assert not pao.log_in(pao.device.answer(other_use))
    invented = pao.device.answer(question, challenge="AAAA")
    assert not pao.log_in(invented, address="10.9.9.9")
    assert not pao.log_in("{}")
    assert not pao.log_in("x" * 30_000)
    late = pao.device.answer(pao.ask(passkey_use.ask_to_log_in))
    assert not pao.log_in(late, at=LATER, address="10.8.8.8")
    reasons = [said for act, said in pao.acts() if act == "passkey:refused"]
    assert sum('"challenge"' in said for said in reasons) == 6
    assert sum('"malformed"' in said for said in reasons) == 2


def test_a_counter_that_does_not_move_on_is_refused_and_logged(pao: Person) -> None:
    pao.add()
    assert pao.log_in(pao.device.answer(pao.ask(passkey_use.ask_to_log_in), counts=7))
    copied = Authenticator(counter=2, key=pao.device.key, credential_id=pao.device.credential_id)
    assert not pao.log_in(copied.answer(pao.ask(passkey_use.ask_to_log_in)))
    assert pao.acts()[-1][0] == "passkey:refused"
    assert '"counter"' in pao.acts()[-1][1]
    with read_on(pao.engine) as session:
        assert session.scalars(select(Passkey.sign_count)).one() == 7


def test_a_passkey_of_wrong_making_is_not_kept(pao: Person) -> None:
    for wrong in REFUSED.values():
        assert pao.add(**wrong).refused is PasskeyRefusal.NOT_VERIFIED
    assert pao.add(at=LATER).refused is PasskeyRefusal.CHALLENGE
    assert pao.add(name=" \u200b ").refused is PasskeyRefusal.NAME
    assert pao.hand_in("{").refused is PasskeyRefusal.MALFORMED
    assert pao.add().refused is None
    assert pao.add().refused is PasskeyRefusal.KNOWN_ALREADY
    with read_on(pao.engine) as session:
        assert [line.name for line in passkey_keeping.own_passkeys(session, actor=pao.actor)] == [
            "Máy tính phòng trực"
        ]


def test_a_removed_passkey_and_one_of_a_reset_or_disabled_user_open_nothing(pao: Person) -> None:
    other = Person(pao.engine, make_actor(pao.engine, "mui.nongthi", Role.COMMUNE_OFFICER, "06184"))
    removed = pao.add()
    remove: dict[str, Any] = {"passkey_id": removed.passkey_id, "at": AT}
    with pytest.raises(NotFound):
        write_on(pao.engine, passkey_keeping.remove_passkey, actor=other.actor, **remove)
    write_on(pao.engine, passkey_keeping.remove_passkey, actor=pao.actor, **remove)
    assert not pao.log_in(pao.device.answer(pao.ask(passkey_use.ask_to_log_in)))
    assert pao.add().refused is PasskeyRefusal.KNOWN_ALREADY
    pao.device = Authenticator()
    assert pao.add().refused is None
    with read_on(pao.engine) as session:
        admin = operator(session)
    write_on(pao.engine, users.reset_user, actor=admin, username="pao.vivan", at=AT)
    assert not pao.log_in(pao.device.answer(pao.ask(passkey_use.ask_to_log_in)), at=AT)
    other.add()
    write_on(pao.engine, lambda session: session.execute(update(User).values(disabled_at=AT)))
    assert not other.log_in(other.device.answer(other.ask(passkey_use.ask_to_log_in)), address="10.9.9.9")


def test_guessing_with_passkeys_costs_time_and_the_right_one_waits_too(pao: Person) -> None:
    pao.add()
    for _ in range(6):
        assert not pao.log_in(pao.device.answer(pao.ask(passkey_use.ask_to_log_in), flags=PRESENT))
    good = pao.device.answer(pao.ask(passkey_use.ask_to_log_in))
    assert not pao.log_in(good)
    assert pao.log_in(good, address="10.7.7.7"), "what was not looked at is not used up"


def test_a_grave_act_is_confirmed_by_an_own_passkey_and_by_nobody_elses(pao: Person) -> None:
    mui = Person(pao.engine, make_actor(pao.engine, "mui.nongthi", Role.COMMUNE_OFFICER, "06184"))
    pao.add()
    mui.add()
    token = write_on(pao.engine, sessions.open_session, user_id=pao.actor.user_id, at=AT)  # type: ignore[arg-type]
    later = AT + timedelta(minutes=20)

    def found() -> sessions.ActiveSession:
        with read_on(pao.engine) as session:
            open_one = sessions.find_session(session, token=token, at=later)
        assert open_one is not None
        return open_one

    def confirmed(device: Authenticator) -> bool:
        answer = device.answer(pao.ask(passkey_use.ask_to_confirm, actor=pao.actor, at=later))
        said: dict[str, Any] = {"party": PARTY, "bound_to": HERE, "answer": answer, "at": later}
        return write_on(
            pao.engine,
            passkey_use.confirm_with_passkey,
            actor=pao.actor,
            session_id=found().id,
            **said,
        )

    assert not confirmed(mui.device)
    assert '"other_user"' in pao.acts()[-1][1]
    assert not found().is_fresh(later)
    assert confirmed(pao.device)
    assert found().is_fresh(later)


def test_what_the_passkey_confirmed_is_what_is_certified(engine: Engine) -> None:
    desk = Desk.open(engine)
    chief = Person(engine, desk.chief)
    chief.add()
    first, second = desk.submitted(2), desk.submitted(1, first=5)

    def asked(list_id: Any) -> dict[str, Any]:
        with read_on(engine) as session:
            version = session.get_one(WorkList, list_id).version
        return chief.ask(passkey_use.ask_to_certify, actor=desk.chief, list_id=list_id, version=version)

    assert chief.confirm_list(second, chief.device.answer(asked(first))) is None, "another list was confirmed"
    confirmed = chief.confirm_list(first, chief.device.answer(asked(first)))
    assert confirmed is not None
    change = update(Entry).where(Entry.list_id == first)
    write_on(engine, lambda session: session.execute(change.values(job="Bốc xếp")))
    act: dict[str, Any] = {"actor": desk.chief, "list_id": first}
    with pytest.raises(Conflict) as refused:
        desk.write(certify_list, confirmed=confirmed.content, **act)
    assert refused.value.code == "not_as_confirmed"
    again = chief.confirm_list(first, chief.device.answer(asked(first)))
    assert again is not None
    done: Certified = desk.write(certify_list, confirmed=again.content, **act)
    assert done.entries == 2
    said = [said for name, said in chief.acts() if name == "user:stepped_up"]
    assert again.content is not None
    assert again.content.hex() in said[-1]
    with pytest.raises(Conflict):
        chief.ask(passkey_use.ask_to_certify, version=1, **act)
    stranger = make_actor(engine, "truong_khac", Role.COMMUNE_CHIEF, "06196")
    with pytest.raises(NotFound):
        chief.ask(passkey_use.ask_to_certify, actor=stranger, list_id=second, version=1)


def test_a_challenge_whose_content_was_changed_in_the_database_is_worth_nothing(engine: Engine) -> None:
    desk = Desk.open(engine)
    chief = Person(engine, desk.chief)
    chief.add()
    list_id = desk.submitted(1)
    with read_on(engine) as session:
        version = session.get_one(WorkList, list_id).version
    question = chief.ask(passkey_use.ask_to_certify, actor=desk.chief, list_id=list_id, version=version)
    write_on(engine, lambda s: s.execute(update(PasskeyChallenge).values(content=bytes(32))))
    assert chief.confirm_list(list_id, chief.device.answer(question)) is None
    assert '"challenge"' in chief.acts()[-1][1]
