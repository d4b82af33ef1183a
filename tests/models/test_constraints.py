"""The database says no too: what the rules forbid cannot be stored, whoever writes it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from borderreg.db import write_on
from borderreg.domain.access import Role
from borderreg.models import (
    Contradiction,
    Entry,
    EntryState,
    Gate,
    Journey,
    Organisation,
    OrganisationName,
    Shift,
    User,
    UtcDateTime,
    Worker,
    WorkList,
    new_id,
)
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user

NOBODY = UUID(int=1)


@pytest.fixture
def people(engine):
    """A certified list of one commune."""
    return CertifiedList(engine)


@pytest.fixture
def issued(people):
    """One certified entry."""
    return people.issue()


@pytest.fixture
def abroad(engine, client, issued):
    """Let the worker of the entry leave."""
    commander = make_user(engine, "chien", Role.GATE_COMMANDER, "HUUNGHI", name="Lộc Văn Chiến")
    device = GateDevice.enrol(engine, client, actor_of(engine, commander))
    device.sign_in("chien")
    assert device.record("departure", digits=issued.digits)["result"] == "stored"
    return device


def refused(engine: Engine, statement) -> None:
    """Expect that the database itself refuses a statement."""
    with pytest.raises(IntegrityError):
        write_on(engine, lambda session: session.execute(statement))


def test_a_worker_has_at_most_one_open_journey(engine, issued, abroad):
    again = {
        "departed_event_id": write_on(engine, lambda s: s.scalars(select(Journey.departed_event_id)).one()),
        "worker_id": issued.worker_id,
        "entry_id": issued.entry_id,
        "country": "CN",
        "departed_at": AT + timedelta(hours=1),
        "departed_day": AT.date(),
        "departed_gate": "HUUNGHI",
        "contradicted": False,
    }
    refused(engine, insert(Journey).values(again))


def test_a_device_has_at_most_one_open_shift(engine, abroad):
    def again(session):
        shift = session.scalars(select(Shift)).one()
        session.add(
            Shift(
                id=new_id(),
                device_id=shift.device_id,
                user_id=shift.user_id,
                gate_code=shift.gate_code,
                token_hash=b"another",
                started_at=AT,
                expires_at=AT + timedelta(hours=16),
            )
        )

    with pytest.raises(IntegrityError):
        write_on(engine, again)


def test_a_number_is_given_once_a_year_in_a_commune(engine, people):
    with pytest.raises(IntegrityError):
        write_on(engine, people._add_list, write_on(engine, lambda s: s.scalars(select(User.id)).first()))


@pytest.mark.parametrize(
    "values",
    [
        {"status": "signed"},
        {"kind": "other"},
        {"number": None},
        {"content_hash": None},
        {"certified_by": None},
        {"certified_at": None},
        {"kind": "supplement"},
        {"organisation_id": NOBODY},
    ],
    ids=str,
)
def test_a_certified_list_is_complete(engine, people, values):
    refused(engine, update(WorkList).values(values))


@pytest.mark.parametrize(
    "values",
    [
        {"status": "lost"},
        {"sex": "X"},
        {"cti": None},
        {"country": "XX"},
        {"worker_id": NOBODY},
        {"valid_to": AT.date() - timedelta(days=400)},
    ],
    ids=str,
)
def test_an_entry_is_whole(engine, issued, values):
    refused(engine, update(Entry).values(values))


def test_two_rows_of_a_list_have_two_numbers_and_two_codes(engine, people, issued):
    other = people.issue(name="Vi Văn Páo")
    refused(engine, update(Entry).where(Entry.id == other.entry_id).values(row=1))
    refused(engine, update(Entry).where(Entry.id == other.entry_id).values(cti=issued.cti))


def test_a_person_exists_once_in_the_province(engine, people, issued):
    other = people.issue(name="Vi Văn Páo")
    taken = select(Worker.personal_id_hash).where(Worker.id == issued.worker_id).scalar_subquery()
    refused(engine, update(Worker).where(Worker.id == other.worker_id).values(personal_id_hash=taken))


@pytest.mark.parametrize(
    "statement",
    [
        update(User).values(role="operator"),
        update(User).values(role="king"),
        update(Organisation).values(kind="ministry"),
        update(Gate).values(bit=31),
        update(Gate).values(bit=0),
        update(OrganisationName).values(organisation_id=NOBODY),
        insert(EntryState).values(entry_id=NOBODY, state="abroad"),
        insert(Contradiction).values(event_id=NOBODY, worker_id=NOBODY, opened_at=AT, outcome=""),
    ],
    ids=lambda statement: str(statement).partition(" WHERE")[0][:60],
)
def test_words_outside_the_tables_are_refused(engine, people, statement):
    refused(engine, statement)


def test_a_time_without_a_zone_is_not_stored():
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(AT.replace(tzinfo=None), None)
