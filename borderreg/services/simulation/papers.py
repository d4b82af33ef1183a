"""The lists of a synthetic border day: marked, certified with real keys, partly taken back; and forgeries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg import ls1
from borderreg.crypto import Ed25519Signer, new_key
from borderreg.db import read_on, write_on
from borderreg.domain.errors import Refused
from borderreg.domain.half_years import half_year_of
from borderreg.domain.keys import ALG_ED25519, Key, KeyStatus, KeyUse
from borderreg.domain.passes import EntryPayload, Person
from borderreg.domain.periods import local_day
from borderreg.models import Entry, IssuedCode
from borderreg.services.certification import certify_list
from borderreg.services.demo.people import as_file
from borderreg.services.imports import import_rows, read_file
from borderreg.services.key_use import current_seal
from borderreg.services.list_changes import revoke_list, withdraw_entry
from borderreg.services.lists import submit_list
from borderreg.services.simulation.crew import Crew
from borderreg.services.simulation.people import Passer
from borderreg.services.simulation.stories import Code, Paper

TITLE = "MÔ PHỎNG một ngày qua cửa khẩu – người không có thật"
REASON = "Mô phỏng: kết thúc trước khi xuất cảnh"
LONGEST_LIST = 500
A_DAY = timedelta(days=1)
Done = Callable[[int], object]


def certify_papers(
    engine: Engine, *, crew: Crew, people: Sequence[Passer], at: datetime, done: Done
) -> dict[UUID, Paper]:
    """Certify everybody's list and fill in the codes; return the lists with what is to become of each."""
    groups: defaultdict[tuple[str, Paper], list[Passer]] = defaultdict(list)
    for passer in people:
        # who is withdrawn stands on a list that goes on; who is revoked or expired has a list of its own
        paper: Paper = Paper.VALID if passer.story.paper is Paper.WITHDRAWN else passer.story.paper
        groups[passer.commune.code, paper].append(passer)
    lists: dict[UUID, Paper] = {}
    for (commune, paper), group in groups.items():
        for first in range(0, len(group), LONGEST_LIST):
            part = group[first : first + LONGEST_LIST]
            lists[_certify(engine, crew, commune, paper, part, at)] = paper
            done(len(part))
    return lists


def take_back(
    engine: Engine, *, crew: Crew, people: Sequence[Passer], lists: dict[UUID, Paper], at: datetime
) -> None:
    """Revoke and withdraw what is to be taken back before the live hours."""
    chief = crew.chiefs[people[0].commune.code]
    for list_id, paper in lists.items():
        if paper is Paper.REVOKED:
            write_on(engine, revoke_list, actor=chief, list_id=list_id, reason=REASON, at=at)
    for passer in people:
        if passer.story.paper is Paper.WITHDRAWN:
            own = crew.chiefs[passer.commune.code]
            write_on(engine, withdraw_entry, actor=own, cti=passer.cti, reason=REASON, at=at)


def forge_codes(session: Session, *, people: Iterable[Passer]) -> None:
    """Make the forged codes: a digit changed, or all of it signed with a stranger's key."""
    for passer in people:
        codes = {step.code for step in passer.steps}
        if Code.ALTERED in codes:
            place = len(passer.digits) - 7
            digit = (int(passer.digits[place]) + 3) % 10
            passer.forged = f"{passer.digits[:place]}{digit}{passer.digits[place + 1 :]}"
        elif Code.FOREIGN in codes:
            passer.forged = _sign_as_stranger(session, passer)


def _certify(
    engine: Engine, crew: Crew, commune: str, paper: Paper, people: list[Passer], at: datetime
) -> UUID:
    officer, chief = crew.officers[commune], crew.chiefs[commune]
    # an expired list was certified a day ago, on its last day
    when = at - A_DAY if paper is Paper.EXPIRED else at
    last = local_day(when) if paper is Paper.EXPIRED else local_day(at + A_DAY)
    first = min(last, local_day(at - A_DAY))
    data = as_file([passer.person for passer in people], first=first, last=last, gates="")
    with read_on(engine) as session:
        read = read_file(session, actor=officer, filename=f"{TITLE}.csv", data=data, at=when)
    imported = write_on(engine, import_rows, actor=officer, read=read, at=when)
    if imported.list_id is None or imported.imported != len(people):
        raise Refused("Không lập được danh sách mô phỏng.", problems=imported.problems, code="not_imported")
    write_on(engine, submit_list, actor=officer, list_id=imported.list_id, at=when)
    write_on(engine, certify_list, actor=chief, list_id=imported.list_id, at=when)
    with read_on(engine) as session:
        _fill_in(session, imported.list_id, people)
    return imported.list_id


def _fill_in(session: Session, list_id: UUID, people: list[Passer]) -> None:
    query = (
        select(Entry.id, Entry.worker_id, Entry.name, IssuedCode.cti, IssuedCode.kid, IssuedCode.digits)
        .join(IssuedCode, IssuedCode.entry_id == Entry.id)
        .where(Entry.list_id == list_id)
        .order_by(Entry.row)
    )
    for row, passer in zip(session.execute(query), people, strict=True):
        assert row.name == passer.person.name
        passer.entry_id, passer.worker_id = row.id, row.worker_id
        passer.cti, passer.kid, passer.digits = row.cti, row.kid, row.digits


def _sign_as_stranger(session: Session, passer: Passer) -> str:
    entry = session.get_one(Entry, passer.entry_id)
    signer, seal = Ed25519Signer(new_key()), current_seal(session)
    half = half_year_of(entry.created_at)
    key = Key(
        kid=passer.kid,
        alg=ALG_ED25519,
        public=signer.public,
        commune=passer.commune.code,
        not_before=half.starts,
        not_after=half.not_after,
        status=KeyStatus.ACTIVE,
        use=KeyUse.ENTRY,
    )
    person = Person(name=entry.name, birth=entry.birth, sex=entry.sex, id_last4="0000")
    payload = EntryPayload.for_days(
        cti=passer.cti,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        list_no="01/2026",
        row=entry.row,
        gates=entry.gates,
        seal_no=seal.number,
        sealed=ls1.seal_person(person, cti=passer.cti, seal_key=seal.key),
    )
    return ls1.sign_entry(payload=payload, key=key, signer=signer)
