"""Tips and answers on return at the compartment's desk: a reason first, and every look is logged."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.documents.pictures import clean_picture
from borderreg.domain.access import Role
from borderreg.domain.debriefs import Answer, Debrief, Question
from borderreg.domain.tips import Topic
from borderreg.models import ProtectionDebrief, ProtectionRecord, ProtectionTip, ProtectionTipPicture
from borderreg.services.debriefs import give_debrief
from borderreg.services.protection_log import verify_log
from borderreg.services.tips import leave_tip, read_tip
from tests.client import page_text
from tests.crossings import CertifiedList
from tests.web.site import PASSWORD, Browser, Site

STORY = "Chủ xưởng gỗ ở Long Châu nợ lương hai tháng của mười người"


@pytest.fixture
def guardian(site: Site) -> Browser:
    """A person of the compartment, logged in."""
    return site.logged_in(Role.PROTECTION)


def tip(site: Site) -> str:
    out = BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "JPEG")
    facts = {
        "topic": Topic.UNPAID,
        "text": STORY,
        "pictures": [clean_picture(out.getvalue())],
        "language": "zh",
    }
    return write_on(site.engine, leave_tip, form_id=uuid4(), at=site.clock.now, **facts)


def acts(site: Site) -> list[str]:
    with read_on(site.engine) as session:
        assert verify_log(session)[1] is None
        return list(session.scalars(select(ProtectionRecord.act).order_by(ProtectionRecord.seq)))


def test_a_tip_is_read_for_a_reason_answered_and_becomes_a_case(site: Site, guardian: Browser):
    receipt = tip(site)
    with read_on(site.engine) as session:
        tip_id = session.scalars(select(ProtectionTip.id)).one()
        picture = session.scalars(select(ProtectionTipPicture.id)).one()
    address = f"/protection/tips/{tip_id}"
    inbox = guardian.get("/protection/tips").text
    assert "Không được trả lương" in inbox
    assert "Chưa đọc" in inbox
    asked = guardian.get(address).text
    assert STORY not in asked
    assert guardian.get(f"{address}/pictures/{picture}").status_code == 404
    guardian.read_token(address)
    site.clock.forward(minutes=6)
    refused = guardian.submit(f"{address}/look", reason="work")
    assert STORY not in refused.text
    assert guardian.submit(f"{address}/look", reason="work", step_up_password=PASSWORD).status_code == 302
    page = guardian.get(address).text
    assert STORY in page
    assert guardian.get(f"{address}/pictures/{picture}").mimetype == "image/jpeg"
    assert (
        guardian.submit(f"{address}/answer", **{"answer-text": "Xưởng gỗ tên gì, ở phố nào?"}).status_code
        == 302
    )
    short = guardian.submit(f"{address}/answer", **{"answer-text": "à"})
    assert short.status_code == 422
    with read_on(site.engine) as session:
        talk = read_tip(session, receipt=receipt)
    assert talk is not None
    assert talk.messages[-1].text == "Xưởng gỗ tên gì, ở phố nào?"
    case = guardian.submit(f"{address}/case", **{"case-name": "Mười người ở xưởng gỗ"})
    assert case.location.startswith("/protection/cases/")
    assert "BH-2026-001" in guardian.get(address).text
    assert guardian.submit(f"{address}/close").status_code == 302
    assert "Không được trả lương" in guardian.get("/protection/tips?closed=1").text
    assert acts(site).count("looked") >= 2
    assert {"answered", "case_opened", "closed"} <= set(acts(site))


def test_answers_on_return_are_read_for_a_reason_with_the_person_of_the_slip(site: Site, guardian: Browser):
    slip = CertifiedList(site.engine).issue(name="Vi Văn Páo")
    answers = {Question.PAID: Answer.BAD, Question.FREE: Answer.GOOD}
    for debrief in (
        Debrief(answers, needs_help=False, words="Còn nợ 9 triệu", cti=slip.cti),
        Debrief({Question.PAID: Answer.GOOD}, needs_help=False),
    ):
        write_on(site.engine, give_debrief, form_id=uuid4(), debrief=debrief, at=site.clock.now)
    listed = guardian.get("/protection/debriefs").text
    assert listed.count("/protection/debriefs/") == 1
    assert guardian.get("/protection/debriefs?all=1").text.count("/protection/debriefs/") == 2
    found = re.search(r"/protection/debriefs/[0-9a-f-]{36}", listed)
    assert found
    assert "9 triệu" not in listed + guardian.get(found[0]).text
    guardian.read_token(found[0])
    assert guardian.submit(f"{found[0]}/look", reason="work").status_code == 302
    page = page_text(guardian.get(found[0]))
    assert "Vi Văn Páo" in page
    assert "Còn nợ 9 triệu" in page
    assert guardian.submit(f"{found[0]}/case", **{"case-name": "x"}).status_code == 422
    case = guardian.submit(f"{found[0]}/case", **{"case-name": "Vi Văn Páo"})
    assert "Còn nợ 9 triệu" in guardian.get(case.location).text
    with read_on(site.engine) as session:
        assert session.scalars(select(ProtectionDebrief.case_id).where(ProtectionDebrief.worries)).one()


def test_the_office_sees_finished_months_without_small_figures_and_no_help(site: Site):
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    for number in range(25):
        answer = Answer.BAD if number < 3 else Answer.GOOD
        debrief = Debrief({Question.PAID: answer}, needs_help=number == 0)
        write_on(site.engine, give_debrief, form_id=uuid4(), debrief=debrief, at=site.clock.now)
    assert "Chưa có tháng nào" in office.get("/province/return-answers").text
    site.clock.forward(days=10)
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    page = page_text(office.get("/province/return-answers"))
    assert "11/2026" in page
    assert "22" in page
    assert page.count("ít, không hiện") == 2 + 3 + 3
    assert "cần giúp" not in page


def test_what_is_past_its_time_is_counted_first_and_deleted_on_demand(site: Site, guardian: Browser):
    tip(site)
    assert "Quá hạn lưu" not in guardian.get("/protection/tips").text
    site.clock.forward(days=367)
    guardian = site.logged_in(Role.PROTECTION)
    assert "1 tin báo" in guardian.get("/protection/tips").text
    guardian.read_token("/protection/tips")
    assert guardian.submit("/protection/tips/outdated").status_code == 302
    assert "dropped" in acts(site)
    assert "Không có tin nào" in guardian.get("/protection/tips").text
