"""Whose paper ends soon while it is needed: for the commune's first page, on both databases."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.travel_papers import Ending, PaperDraft
from borderreg.models import Entry
from borderreg.reports.expiring_documents import ExpiringDocument, expiring_documents
from borderreg.services.certification import certify_list
from borderreg.services.list_changes import revoke_list
from borderreg.services.travel_documents import end_paper, list_papers, renew_paper
from tests.communes import AT, Desk
from tests.reports.world import World

TODAY = date(2026, 11, 22)
SOON = {"document_expires": "10/12/2026"}


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """Đồng Đăng."""
    return Desk.open(engine)


def certified(desk: Desk, *, first: int = 0, **changes: object) -> tuple[UUID, UUID]:
    """Certify a list of one person; return (entry, worker)."""
    list_id = desk.submitted(1, first=first, **changes)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    with read_on(desk.engine) as session:
        row = session.execute(select(Entry.id, Entry.worker_id).where(Entry.list_id == list_id)).one()
    return row.id, row.worker_id


def asked(desk: Desk, *, days: int = 30, commune: Desk | None = None) -> tuple[ExpiringDocument, ...]:
    with read_on(desk.engine) as session:
        organisation = (commune or desk).officer.organisation_id
        return expiring_documents(session, organisation_id=organisation, at=AT, within_days=days)


def the_paper(desk: Desk, worker: UUID) -> UUID:
    found: UUID = desk.read(list_papers, worker_id=worker)[0].document_id
    return found


def test_a_paper_that_ends_soon_on_a_list_in_force_is_named_with_its_days(desk: Desk) -> None:
    _, worker = certified(desk, **SOON)
    certified(desk, first=1)
    (line,) = asked(desk)
    assert (line.worker_id, line.name, line.document_type) == (worker, "Nông Thị Mùi", "passport")
    assert (line.expires_on, line.days_left) == (date(2026, 12, 10), 18)
    assert not line.abroad
    assert not line.ended
    assert asked(desk, days=17) == ()
    assert asked(desk, commune=Desk.open(desk.engine, "06187")) == ()


def test_a_renewal_takes_the_person_off(desk: Desk) -> None:
    _, worker = certified(desk, **SOON)
    new = PaperDraft("passport", "C7654321", None, date(2036, 1, 1))
    desk.write(renew_paper, worker_id=worker, document_id=the_paper(desk, worker), draft=new)
    assert asked(desk) == ()


def test_a_border_pass_does_not_stand_in_for_the_passport_of_the_entry(desk: Desk) -> None:
    _, worker = certified(desk, **SOON)
    other = PaperDraft("border_pass", "GTH000123", None, date(2027, 11, 1))
    with pytest.raises(Exception, match="cùng loại"):
        desk.write(renew_paper, worker_id=worker, document_id=the_paper(desk, worker), draft=other)
    assert len(asked(desk)) == 1


def test_a_lost_passport_is_named_first_whatever_its_date(desk: Desk) -> None:
    certified(desk, **SOON)
    _, worker = certified(desk, first=1)
    desk.write(end_paper, worker_id=worker, document_id=the_paper(desk, worker), reason=Ending.LOST)
    first, second = asked(desk)
    assert (first.name, first.ended) == ("Vi Văn Páo", True)
    assert (second.name, second.ended) == ("Nông Thị Mùi", False)


def test_who_is_abroad_counts_after_the_entry_has_ended(desk: Desk, world: World) -> None:
    entry, worker = certified(desk, **SOON)
    ended = {"valid_from": TODAY - timedelta(days=60), "valid_to": TODAY - timedelta(days=5)}

    def leave(session) -> None:
        session.execute(update(Entry).where(Entry.id == entry).values(**ended))
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=AT - timedelta(days=30))

    write_on(desk.engine, lambda session: session.execute(update(Entry).values(**ended)))
    assert asked(desk) == ()
    write_on(desk.engine, leave)
    world.project()
    (line,) = asked(desk)
    assert line.abroad
    assert line.valid_to == TODAY - timedelta(days=5)


def test_an_entry_that_no_longer_holds_asks_for_nothing(desk: Desk) -> None:
    list_id = desk.submitted(1, **SOON)
    assert asked(desk) == ()
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert len(asked(desk)) == 1
    desk.write(revoke_list, actor=desk.chief, list_id=list_id, reason="đơn vị rút yêu cầu")
    assert asked(desk) == ()


def test_a_person_of_two_lists_stands_once_and_one_statement_is_asked(desk: Desk) -> None:
    certified(desk, **SOON)
    entry, _ = certified(desk, first=1, **SOON)

    def double(session) -> None:
        row = session.get_one(Entry, entry)
        first = session.scalars(select(Entry).where(Entry.id != entry)).first()
        row.worker_id = first.worker_id

    write_on(desk.engine, double)
    asked_for: list[str] = []
    event.listen(desk.engine, "before_cursor_execute", lambda *args: asked_for.append(args[2]))
    assert len(asked(desk)) == 1
    assert sum(statement.lstrip().lower().startswith("select") for statement in asked_for) == 1
