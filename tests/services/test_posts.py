"""Who holds a post when: a stand-in for some days, a hand-over; the second person stays another."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.models import AuditRecord, FormDraft, User
from borderreg.services import sessions
from borderreg.services.certification import certify_list
from borderreg.services.form_drafts import keep_draft, waiting_forms
from borderreg.services.list_reading import read_list
from borderreg.services.papers import prepare_print
from borderreg.services.post_reading import open_work_of, posts_of
from borderreg.services.posts import StandInWish, end_post, hand_over, stand_in
from borderreg.services.users import acting_user
from tests.communes import AT, Desk, make_actor

TODAY = date(2026, 11, 22)
Make = Callable[..., UUID]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


@pytest.fixture
def admin(engine: Engine) -> Actor:
    """An administrator."""
    return make_actor(engine, "quan_tri", Role.ADMIN, "ADMIN")


def second_officer(desk: Desk) -> Actor:
    """Add another officer of the commune."""
    return make_actor(desk.engine, "can_bo_hai", Role.COMMUNE_OFFICER, "06184")


def stood_in(desk: Desk, who: Actor, **changes: Any) -> UUID:
    """Let an officer stand in for the chief from today for a week."""
    wish = StandInWish(
        **{
            "user_id": who.user_id,
            "for_user_id": desk.chief.user_id,
            "signs_as": "TUQ.",
            "valid_from": TODAY,
            "valid_to": TODAY + timedelta(days=6),
            **changes,
        }
    )
    return desk.write(stand_in, actor=desk.chief, wish=wish, reason="Trưởng công an đi học")


def role_now(desk: Desk, who: Actor, *, days: int = 0) -> Role:
    """Return the role that a log-in on a day gives."""
    with read_on(desk.engine) as session:
        return acting_user(session, username=who.username, at=AT + timedelta(days=days)).role


def test_a_stand_in_has_the_role_on_the_days_named_and_no_other(desk: Desk) -> None:
    who = second_officer(desk)
    stood_in(desk, who, valid_from=TODAY + timedelta(days=2))
    roles = [role_now(desk, who, days=day) for day in (0, 1, 2, 6, 7)]
    officer, chief = Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF
    assert roles == [officer, officer, chief, chief, officer]
    assert role_now(desk, desk.chief) is chief


def test_an_open_log_in_gains_and_loses_the_role_by_date(desk: Desk) -> None:
    who = second_officer(desk)
    token = write_on(desk.engine, sessions.open_session, user_id=who.user_id, at=AT)

    def role() -> Role:
        with read_on(desk.engine) as session:
            found = sessions.find_session(session, token=token, at=AT)
        assert found is not None
        return found.actor.role

    before = role()
    post = stood_in(desk, who)
    during = role()
    desk.write(end_post, actor=desk.chief, post_id=post, reason="Đã về sớm")
    assert [before, during, role()] == [Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF, Role.COMMUNE_OFFICER]


@pytest.mark.parametrize(
    ("sign", "lines"),
    [("TUQ.", ("TUQ. TRƯỞNG CÔNG AN XÃ", "CÁN BỘ")), ("Q.", ("Q. TRƯỞNG CÔNG AN XÃ",))],
)
def test_a_stand_in_certifies_in_the_capacity_appointed_but_never_an_own_list(
    desk: Desk, sign: str, lines: tuple[str, ...]
) -> None:
    who = second_officer(desk)
    stood_in(desk, who, signs_as=sign)
    with read_on(desk.engine) as session:
        acting = acting_user(session, username=who.username, at=AT)
    list_id = desk.submitted(1)
    desk.write(certify_list, actor=acting, list_id=list_id)
    signature = desk.write(prepare_print, list_id=list_id).paper.signature
    assert (signature.lines, signature.name) == (lines, who.name)
    own = Desk(desk.engine, acting, desk.chief).submitted(1, first=3)
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=acting, list_id=own)
    assert refused.value.code == "certifier_is_author"


def test_a_deputy_who_stands_in_still_signs_kt(desk: Desk) -> None:
    deputy = make_actor(desk.engine, "pho_truong", Role.COMMUNE_CHIEF, "06184")
    write_on(
        desk.engine,
        lambda session: session.execute(update(User).where(User.id == deputy.user_id).values(is_deputy=True)),
    )
    stood_in(desk, deputy, signs_as="")
    list_id = desk.submitted(1)
    desk.write(certify_list, actor=deputy, list_id=list_id)
    assert desk.read(read_list, list_id=list_id).signed_as == "KT."


def test_what_cannot_be_appointed(desk: Desk, admin: Actor) -> None:
    who = second_officer(desk)
    elsewhere = make_actor(desk.engine, "noi_khac", Role.COMMUNE_OFFICER, "06187")
    for changes, code in (
        ({"user_id": desk.chief.user_id, "for_user_id": who.user_id}, "stand_in_self"),
        ({"for_user_id": desk.officer.user_id}, "stand_in_unfit"),
    ):
        with pytest.raises(Refused) as refused:
            stood_in(desk, who, **changes)
        assert refused.value.code == code
    for changes in (
        {"valid_from": TODAY - timedelta(days=1)},
        {"valid_to": TODAY - timedelta(days=1)},
        {"valid_to": TODAY + timedelta(days=92)},
        {"signs_as": ""},
    ):
        with pytest.raises(BadInput):
            stood_in(desk, who, **changes)
    with pytest.raises(NotFound):
        stood_in(desk, elsewhere)
    wish = StandInWish(elsewhere.user_id, desk.chief.user_id, "Q.", TODAY, TODAY)
    with pytest.raises(Refused):
        desk.write(stand_in, actor=admin, wish=wish, reason="Khác đơn vị")
    stood_in(desk, who)
    with pytest.raises(Refused) as refused:
        stood_in(desk, who, valid_from=TODAY + timedelta(days=6), valid_to=TODAY + timedelta(days=9))
    assert refused.value.code == "stand_in_twice"
    with pytest.raises(NotPermitted):
        desk.write(posts_of)


def leave(desk: Desk, heir: Actor, **changes: Any) -> UUID:
    """Hand the officer's post over to another officer."""
    act = {"from_user_id": desk.officer.user_id, "to_user_id": heir.user_id, "effective_on": TODAY, **changes}
    return desk.write(hand_over, actor=desk.chief, reason="Chuyển công tác", **act)


def live(desk: Desk, token: str, at: datetime) -> bool:
    """Say whether a log-in still finds its person."""
    with read_on(desk.engine) as session:
        return sessions.find_session(session, token=token, at=at) is not None


def test_who_hands_over_today_is_out_at_once_and_the_open_work_is_the_successors(desk: Desk) -> None:
    heir = second_officer(desk)
    draft, waiting = desk.filled(1), desk.submitted(1, first=3)
    fields = [("job", "Chặt mía ca đêm")]
    form = f"/commune/lists/{draft}/rows/new"
    write_on(desk.engine, keep_draft, user_id=desk.officer.user_id, form=form, fields=fields, at=AT)
    token = write_on(desk.engine, sessions.open_session, user_id=desk.officer.user_id, at=AT)
    work = desk.read(open_work_of, actor=desk.chief, user_id=desk.officer.user_id)
    assert (work.drafts, work.submitted, work.forms, work.sessions) == (1, 1, 1, 1)
    leave(desk, heir)
    assert not live(desk, token, AT)
    with read_on(desk.engine) as session:
        assert waiting_forms(session, user_id=heir.user_id, at=AT) == (form,)
        assert session.scalar(select(func.count()).select_from(FormDraft)) == 1
    for list_id in (draft, waiting):
        assert desk.read(read_list, actor=heir, list_id=list_id).responsible == heir.name
    with pytest.raises(NotFound):
        role_now(desk, desk.officer)
    desk.write(certify_list, actor=desk.chief, list_id=waiting)


def test_a_hand_over_of_a_later_day_takes_effect_by_itself(desk: Desk) -> None:
    heir = second_officer(desk)
    draft = desk.filled(1)
    token = write_on(desk.engine, sessions.open_session, user_id=desk.officer.user_id, at=AT)
    post = leave(desk, heir, effective_on=TODAY + timedelta(days=3))
    assert live(desk, token, AT)
    assert desk.read(read_list, list_id=draft).responsible == ""
    midnight = datetime.fromisoformat("2026-11-25T00:00:00+07:00")
    assert live(desk, token, midnight - timedelta(seconds=1))
    assert not live(desk, token, midnight)
    assert desk.read(read_list, list_id=draft, at=midnight).responsible == heir.name
    desk.write(end_post, actor=desk.chief, post_id=post, reason="Quyết định bị huỷ")
    assert live(desk, token, midnight)


def test_work_goes_on_through_a_chain_of_hand_overs(desk: Desk) -> None:
    heir, third = second_officer(desk), make_actor(desk.engine, "can_bo_ba", Role.COMMUNE_OFFICER, "06184")
    draft = desk.filled(1)
    leave(desk, heir)
    leave(desk, third, from_user_id=heir.user_id)
    assert desk.read(read_list, actor=third, list_id=draft).responsible == third.name


def test_a_post_goes_only_to_the_same_role_and_organisation_and_only_once(desk: Desk, admin: Actor) -> None:
    heir = second_officer(desk)
    elsewhere = make_actor(desk.engine, "noi_khac", Role.COMMUNE_OFFICER, "06187")
    with pytest.raises(Refused):
        leave(desk, desk.chief)
    with pytest.raises(NotFound):
        leave(desk, elsewhere)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=120)):
        with pytest.raises(BadInput):
            leave(desk, heir, effective_on=day)
    with pytest.raises(NotPermitted):
        desk.write(
            hand_over,
            from_user_id=desk.officer.user_id,
            to_user_id=heir.user_id,
            effective_on=TODAY,
            reason="Tự bàn giao",
        )
    post = leave(desk, heir, effective_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        leave(desk, heir)
    assert refused.value.code == "leaving_already"
    later = AT + timedelta(days=3)
    with pytest.raises(Conflict):
        desk.write(end_post, actor=desk.chief, post_id=post, reason="Muộn rồi", at=later)
    desk.write(end_post, actor=admin, post_id=post, reason="Người này trở lại", at=later)


def test_each_act_is_in_the_log_of_its_organisation_and_cannot_be_changed(desk: Desk, admin: Actor) -> None:
    who = second_officer(desk)
    stood_in(desk, who)
    post = leave(desk, who, effective_on=TODAY + timedelta(days=1))
    desk.write(end_post, actor=admin, post_id=post, reason="Ghi nhầm người")
    with read_on(desk.engine) as session:
        own = AuditRecord.organisation_id == desk.chief.organisation_id
        acts = set(session.scalars(select(AuditRecord.action).where(own, AuditRecord.object_type == "post")))
    assert acts == {"post:stood_in", "post:handed_over", "post:ended"}
    for log in ("stand_ins", "hand_overs", "post_ends"):
        with pytest.raises(DBAPIError, match="appended, never changed"):
            write_on(
                desk.engine, lambda session, log=log: session.execute(text(f"UPDATE {log} SET reason = ''"))
            )


def test_the_page_of_posts_shows_ones_own_organisation_only(desk: Desk, admin: Actor) -> None:
    stood_in(desk, second_officer(desk))
    found = desk.read(posts_of, actor=desk.chief)
    assert len(found.holders) == 3
    assert [(line.state, line.signs_as.value) for line in found.stand_ins] == [("now", "TUQ.")]
    assert desk.read(posts_of, actor=admin, organisation_code="06184") == found
    other = Desk.open(desk.engine, "06187")
    with pytest.raises(NotFound):
        other.read(posts_of, actor=other.chief, organisation_code="06184")
    with pytest.raises(NotFound):
        other.read(open_work_of, actor=other.chief, user_id=desk.officer.user_id)
