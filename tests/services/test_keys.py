"""Keys of an installation: made for every commune, published under the root, revoked at once."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, func, select, update

from borderreg import crypto, ls1
from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import BadInput, NotFound, NotPermitted, Refused
from borderreg.domain.half_years import HalfYear
from borderreg.domain.keys import KeyStatus, KeyUse
from borderreg.domain.passes import EntryPayload, Person
from borderreg.domain.reasons import Reason, VerdictClass
from borderreg.models import AuditRecord, KeyListVersion, SigningKey
from borderreg.services import keys
from borderreg.services.audit import verify
from tests.preparation import INSTANCE, operator

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)
DONG_DANG = "06184"
MUI = Person("Nông Thị Mùi", "1990-02-12", "F", "1234")
STOLEN = "Máy ký của xã bị mất ngày 21/11/2026"


@dataclass
class Installation:
    """A prepared database and its root key; `run` writes, `ask` reads."""

    engine: Engine
    root: crypto.Ed25519Signer
    admin: Actor

    def run(self, use_case, **arguments):
        return write_on(self.engine, use_case, actor=self.admin, **arguments)

    def ask(self, question, **arguments):
        with read_on(self.engine) as session:
            return question(session, **arguments)

    def sign(self, *, at=AT, commune=DONG_DANG):
        with read_on(self.engine) as session:
            seal = keys.current_seal(session)
            issuing = keys.issuing_key_for(session, commune=commune, at=at)
        cti = bytes(range(8))
        payload = EntryPayload.for_days(
            cti=cti,
            valid_from=date(2026, 11, 22),
            valid_to=date(2027, 2, 28),
            list_no="05/2026",
            row=3,
            gates=3,
            seal_no=seal.number,
            sealed=ls1.seal_person(MUI, cti=cti, seal_key=seal.key),
        )
        return ls1.sign_entry(payload=payload, key=issuing.key, signer=issuing.signer)

    def read(self, digits, *, at=AT):
        return ls1.read_digits(digits, at=at, keys=self.ask(keys.current_key_list))


@pytest.fixture
def installation(engine: Engine) -> Installation:
    """The prepared database, whose keys were made in July 2026."""
    with read_on(engine) as session:
        acting = operator(session)
    return Installation(engine, crypto.load_root_signer(INSTANCE / "keys"), acting)


def test_every_commune_and_the_province_have_keys_for_this_half_year_and_the_next(installation):
    records = installation.ask(keys.list_keys, actor=installation.admin)
    assert len(records) == (65 * 2 + 4) * 2
    assert {record.signs_until for record in records} == {HalfYear(2026, 2).ends, HalfYear(2027, 1).ends}
    assert len({record.key.kid for record in records}) == len(records)
    assert installation.ask(keys.count_missing_keys, at=AT) == 0


def test_making_keys_twice_changes_nothing(installation):
    again = installation.run(keys.init_keys, root_signer=installation.root, at=AT + timedelta(days=1))
    assert (again.made, again.serial) == (0, 1)
    with read_on(installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(KeyListVersion)) == 1


def test_what_is_told_about_keys_holds_no_private_half(installation):
    with read_on(installation.engine) as session:
        private = session.scalars(select(SigningKey.private)).first()
    told = str([record.facts() for record in installation.ask(keys.list_keys, actor=installation.admin)])
    assert private.hex() not in told
    assert "private" not in told
    assert "private" not in str(installation.ask(keys.published_key_list))


def test_a_commune_signs_and_any_gate_reads(installation):
    reading = installation.read(installation.sign())
    assert reading.class_ is VerdictClass.ACCEPT
    assert reading.key.commune == DONG_DANG
    seals = installation.ask(keys.seal_keys)
    opened = ls1.open_person(
        reading.entry.sealed, cti=reading.entry.cti, seal_key=seals[reading.entry.seal_no]
    )
    assert opened == MUI


def test_at_new_year_in_vietnam_the_next_key_signs(installation):
    midnight = HalfYear(2027, 1).starts
    before = installation.ask(keys.issuing_key_for, commune=DONG_DANG, at=midnight - timedelta(seconds=1))
    after = installation.ask(keys.issuing_key_for, commune=DONG_DANG, at=midnight)
    assert before.key != after.key
    assert after.key.not_before == midnight


def test_a_code_of_this_half_year_is_still_read_in_the_next(installation):
    digits = installation.sign()
    assert installation.read(digits, at=datetime(2027, 2, 1, tzinfo=UTC)).class_ is VerdictClass.ACCEPT


def test_without_keys_for_a_period_nothing_is_signed_until_they_are_rotated(installation):
    july = datetime(2027, 7, 2, tzinfo=UTC)
    assert installation.ask(keys.count_missing_keys, at=july) > 0
    with pytest.raises(Refused) as caught:
        installation.ask(keys.issuing_key_for, commune=DONG_DANG, at=july)
    assert caught.value.code == "no_issuing_key"
    made = installation.run(keys.rotate_keys, root_signer=installation.root, at=july)
    assert (made.made, made.serial) == ((65 * 2 + 4) * 2, 2)
    assert installation.ask(keys.issuing_key_for, commune=DONG_DANG, at=july).key.status is KeyStatus.ACTIVE


def test_a_revoked_key_is_refused_at_once_and_replaced_in_the_same_act(installation):
    digits = installation.sign()
    kid = installation.read(digits).key.kid
    later = AT + timedelta(minutes=5)
    done = installation.run(keys.revoke_key, kid=kid, reason=STOLEN, root_signer=installation.root, at=later)
    assert (done.made, done.serial) == (1, 2)
    reading = installation.read(digits, at=later)
    assert reading.reasons == (Reason.KEY_REVOKED,)
    assert reading.entry is not None
    fresh = installation.read(installation.sign(at=later), at=later)
    assert fresh.class_ is VerdictClass.ACCEPT
    assert fresh.key.kid != kid


def test_without_the_root_the_online_key_revokes_and_rotation_replaces_later(installation):
    digits = installation.sign()
    kid = installation.read(digits).key.kid
    done = installation.run(keys.revoke_key, kid=kid, reason=STOLEN, root_signer=None, at=AT)
    assert (done.made, done.serial) == (0, 2)
    assert installation.read(digits).reasons == (Reason.KEY_REVOKED,)
    with pytest.raises(Refused):
        installation.sign()
    rotated = installation.run(keys.rotate_keys, root_signer=installation.root, at=AT)
    assert (rotated.made, rotated.serial) == (1, 3)
    assert installation.read(digits).reasons == (Reason.KEY_REVOKED,)
    assert installation.read(installation.sign()).class_ is VerdictClass.ACCEPT


def test_a_key_is_revoked_once_with_a_reason_and_only_if_it_exists(installation):
    kid = installation.read(installation.sign()).key.kid
    revoke = {"root_signer": installation.root, "at": AT}
    with pytest.raises(BadInput):
        installation.run(keys.revoke_key, kid=kid, reason="  ", **revoke)
    with pytest.raises(NotFound):
        installation.run(keys.revoke_key, kid=b"\0\0\0\0", reason=STOLEN, **revoke)
    installation.run(keys.revoke_key, kid=kid, reason=STOLEN, **revoke)
    with pytest.raises(Refused) as caught:
        installation.run(keys.revoke_key, kid=kid, reason=STOLEN, **revoke)
    assert caught.value.code == "already_revoked"


def test_a_key_moved_to_another_commune_in_the_database_signs_nothing(installation):
    def steal(session):
        mine = select(SigningKey.id).where(SigningKey.commune == DONG_DANG, SigningKey.use == "entry")
        session.execute(update(SigningKey).where(SigningKey.id.in_(mine)).values(commune="99999"))

    write_on(installation.engine, steal)
    with pytest.raises(Refused) as caught:
        installation.ask(keys.issuing_key_for, commune="99999", at=AT)
    assert caught.value.code == "key_not_listed"


def test_a_key_list_altered_in_the_database_is_not_believed(installation):
    def alter(session):
        document = dict(session.scalar(select(KeyListVersion.document)))
        document["keys"] = document["keys"][1:]
        session.add(KeyListVersion(serial=2, document=document, issued_at=AT))

    write_on(installation.engine, alter)
    with pytest.raises(ls1.KeyListRefused):
        installation.ask(keys.current_key_list)


def test_the_key_list_is_verified_once_for_each_serial(installation, monkeypatch):
    first = installation.ask(keys.current_key_list)
    assert installation.ask(keys.current_key_list) is first
    assert installation.ask(keys.current_key_list, serial=1) is first


def test_each_change_of_keys_is_in_the_audit_log(installation):
    kid = installation.read(installation.sign()).key.kid
    installation.run(keys.revoke_key, kid=kid, reason=STOLEN, root_signer=installation.root, at=AT)
    with read_on(installation.engine) as session:
        actions = session.scalars(select(AuditRecord.action).order_by(AuditRecord.seq)).all()
        assert [check.first_bad for check in verify(session)] == [None]
    assert actions == ["keys:made", "key:revoked"]


def test_only_administrators_and_the_operator_touch_keys(installation):
    for role in set(Role) - {Role.ADMIN, Role.OPERATOR}:
        other = replace(installation.admin, role=role)
        with pytest.raises(NotPermitted):
            installation.ask(keys.list_keys, actor=other)
        with pytest.raises(NotPermitted):
            write_on(installation.engine, keys.rotate_keys, actor=other, root_signer=installation.root, at=AT)


def test_before_any_key_list_there_is_a_hint(installation):
    def forget(session):
        session.execute(delete(KeyListVersion))

    write_on(installation.engine, forget)
    with pytest.raises(NotFound, match="keys init"):
        installation.ask(keys.current_key_list)


def test_a_specimen_key_signs_drafts_that_no_gate_accepts(installation):
    specimen = installation.ask(keys.issuing_key_for, commune="", at=AT, use=KeyUse.SPECIMEN)
    payload = EntryPayload.for_days(
        cti=bytes(8),
        valid_from=date(2026, 11, 22),
        valid_to=date(2027, 2, 28),
        list_no="MẪU",
        row=1,
        gates=3,
        seal_no=1,
        sealed=b"x",
    )
    reading = installation.read(ls1.sign_entry(payload=payload, key=specimen.key, signer=specimen.signer))
    assert (reading.class_, reading.reason) == (VerdictClass.UNREADABLE, Reason.SPECIMEN)
    assert reading.payload is None
