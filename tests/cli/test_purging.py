"""What outlived its time is counted first, and deleted when somebody says so."""

from datetime import timedelta

from sqlalchemy import update

from borderreg.db import write_on
from borderreg.models import ImportGrid, ImportRow
from borderreg.services.form_drafts import keep_draft
from tests.communes import AT, Desk
from tests.imports import grid_of, line, table


def test_a_purge_counts_first_and_deletes_only_what_outlived_its_time(borderreg, engine):
    desk = Desk.open(engine)
    old, fresh = grid_of(desk, table(line(1))), grid_of(desk, table(line(2), line(3)))
    # the command runs at today's time: what is old was old in any case, what is fresh lasts
    gone, later = AT - timedelta(days=4000), AT + timedelta(days=4000)
    fields = [("name", "Nông Thị Mùi")]
    user_id = desk.officer.user_id

    def age(session):
        for grid, day in ((old, gone), (fresh, later)):
            session.execute(update(ImportGrid).where(ImportGrid.id == grid.id).values(expires_at=day))
        for form, day in (("/commune/lists", later), ("/commune/workers/new", gone)):
            keep_draft(session, user_id=user_id, form=form, fields=fields, at=day)

    write_on(engine, age)
    counted = borderreg("purge").document
    assert (counted["purged"], counted["workbooks"], counted["drafts"]) == (False, 1, 1)
    assert borderreg("purge").document == counted  # counting changes nothing
    assert borderreg("purge", "--yes").document == {**counted, "purged": True}
    assert borderreg("purge").document["workbooks"] == 0

    def left(session):
        return {row.grid_id for row in session.query(ImportRow)}

    assert write_on(engine, left) == {fresh.id}
