"""Changes of a scan wait and travel together; nobody who asks can tell (borderreg/drivers.py)."""

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.drivers import Driver, joined
from borderreg.models import AuditHead, Country, Organisation, table_of
from borderreg.prepared import Prepared

COUNTRIES = table_of(Country)
HEADS = table_of(AuditHead)
ADD_COUNTRY = Prepared(insert(COUNTRIES), columns=COUNTRIES.c.keys())
NAME_COUNTRY = Prepared(update(COUNTRIES).where(COUNTRIES.c.code == bindparam("wanted")), columns=["name_vi"])
ADD_HEAD = Prepared(insert(HEADS), columns=HEADS.c.keys())
NAMES = Prepared(select(COUNTRIES.c.name_vi).where(COUNTRIES.c.code == bindparam("code")))
LAOS = {"code": "LA", "name_vi": "Lào", "name_en": "Laos", "name_zh": "老挝"}


def test_statements_become_one_with_their_values_one_after_the_other():
    change, answer = "INSERT INTO a VALUES ($1, $2, $1)", "WITH head AS (SELECT $1) INSERT INTO b SELECT $2"
    assert joined((change,)) == change
    assert joined((change, answer)) == (
        "WITH change_0 AS (INSERT INTO a VALUES ($1, $2, $1)), head AS (SELECT $3) INSERT INTO b SELECT $4"
    )
    assert joined((change, "UPDATE b SET x=$1")) == f"WITH change_0 AS ({change}) UPDATE b SET x=$3"


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """What went to the database straight on its driver from now on."""
    seen: list[str] = []
    execute = Driver.execute
    monkeypatch.setattr(Driver, "execute", lambda self, *a: seen.append(a[0]) or execute(self, *a))
    return seen


def test_changes_of_two_tables_travel_as_one_and_are_there_for_whoever_asks(engine, sent):
    def add(session: Session) -> tuple[list[str], str | None]:
        organisation = session.scalars(select(Organisation.id).where(Organisation.kind == "commune")).first()
        ADD_COUNTRY.run(session, LAOS)
        ADD_HEAD.run(session, {"organisation_id": organisation, "length": 0, "leaf": bytes(32)})
        seen = [row.name_vi for row in NAMES.rows(session, {"code": "LA"})]
        NAME_COUNTRY.run(session, {"wanted": "LA", "name_vi": "Nước Lào"})
        NAME_COUNTRY.run(session, {"wanted": "LA", "name_vi": "CHDCND Lào"})
        return seen, session.scalar(select(Country.name_vi).where(Country.code == "LA"))

    assert write_on(engine, add) == (["Lào"], "CHDCND Lào")
    together = engine.dialect.name == "postgresql"
    assert len(sent) == (4 if together else 5), sent
    with read_on(engine) as session:
        assert session.get_one(Country, "LA").name_vi == "CHDCND Lào"


def test_a_change_that_waits_until_the_commit_is_committed_or_refused_there(engine):
    write_on(engine, lambda session: ADD_COUNTRY.run(session, LAOS))
    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        write_on(engine, lambda session: ADD_COUNTRY.run(session, LAOS))
    with read_on(engine) as session:
        assert [row.name_vi for row in NAMES.rows(session, {"code": "LA"})] == ["Lào"]


def test_what_waited_when_a_transaction_failed_is_forgotten(engine):
    def fail(session: Session) -> None:
        ADD_COUNTRY.run(session, LAOS)
        raise KeyError("Lào")

    with pytest.raises(KeyError):
        write_on(engine, fail)
    write_on(engine, lambda session: session.scalars(select(Country.code)).all())
    with read_on(engine) as session:
        assert NAMES.rows(session, {"code": "LA"}) == []


def test_a_reading_session_cannot_write_through_a_prepared_statement(engine):
    with read_on(engine) as session:
        session.connection()
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            _change_and_ask(session)


def _change_and_ask(session: Session) -> None:
    ADD_COUNTRY.run(session, LAOS)
    NAMES.rows(session, {"code": "LA"})
