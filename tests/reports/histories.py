"""Random histories of a border, and an independent recount of them in plain Python, from the raw events."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.periods import HANOI, local_day
from borderreg.models import Employer, Entry, Event, Organisation, QuarantineReview, new_id
from tests.reports.world import DONG_DANG, KY_LUA, MAU_SON, NOW, World

MINUTE = timedelta(minutes=1)
FORGED = ("bad_signature", "alg_mismatch", "unknown_key", "key_wrong_use", "bad_dates")


@dataclass
class History:
    """Acts that a random history is made of, over two years with a New Year between them."""

    world: World
    chance: Random
    people: list[tuple[UUID, list[UUID]]]
    employers: list[UUID]

    @classmethod
    def begin(cls, session: Session, world: World, chance: Random) -> "History":
        """Register employers and people of three communes, some of them on two lists."""
        employers = []
        for name, sector in (("Nông trường Đông Phong", "sugar"), ("Xưởng gỗ Tân Lập", "timber")):
            row = Employer(
                name_vi=name, search_key=name.lower(), country="CN", status="active", sector=sector
            )
            row.created_at = NOW
            session.add(row)
            session.flush()
            employers.append(row.id)
        people = []
        for _ in range(8):
            facts = {
                "sex": chance.choice("MF"),
                "birth": chance.choice(("1990-02-12", "2008", "1961", "1999-12-31")),
                "document_type": chance.choice(("passport", "border_pass")),
                "employer_id": chance.choice((None, *employers)),
                "valid_from": date(2025, 10, 1),
                "valid_to": date(2026, chance.choice((3, 11, 12)), 19),
            }
            commune = chance.choice((DONG_DANG, KY_LUA, MAU_SON))
            entry, worker = world.entry(session, commune=commune, **facts)
            entries = [entry]
            if chance.random() < 0.4:
                other = chance.choice((DONG_DANG, KY_LUA))
                entries.append(world.entry(session, commune=other, worker=worker, **facts)[0])
            people.append((worker, entries))
        return cls(world, chance, people, employers)

    def go_on(self, session: Session) -> None:
        """Let one thing happen: a crossing early or late, a refusal, an annulment, a review, a merger."""
        acts = (
            *[self._crossing] * 6,
            self._attempt,
            self._unread,
            self._annulment,
            self._review,
            self._renaming,
        )
        self.chance.choice(acts)(session)

    def _moment(self) -> datetime:
        near = self.chance.choice(
            (NOW, datetime(2025, 12, 31, 16, 55, tzinfo=NOW.tzinfo), NOW - timedelta(days=40))
        )
        return near - self.chance.choice((0, 3, 8, 9, 11, 700, 3000, 20000)) * MINUTE

    def _arrives(self, happened: datetime) -> datetime:
        return happened + self.chance.choice((0, 0, 5, 600, 4000)) * MINUTE

    def _event(self, session: Session, kind: str, *, worker: Any, entry: Any, **changes: Any) -> UUID:
        when = self._moment()
        facts = {
            "occurred_at": when,
            "received_at": self._arrives(when),
            "gate_code": self.chance.choice(("HUUNGHI", "HUUNGHI", "DONGDANG")),
            "live": self.chance.random() < 0.4,
            "flags": self.chance.choice(([], [], [], ["quarantined"])),
        }
        return self.world.event(session, kind, entry=entry, worker=worker, **(facts | changes))

    def _crossing(self, session: Session) -> None:
        worker, entries = self.chance.choice(self.people)
        kind = self.chance.choice(("departure", "departure", "return"))
        method = (
            self.chance.choice(("camera", "camera", "camera", "verified")) if kind == "return" else "camera"
        )
        self._event(session, kind, worker=worker, entry=self.chance.choice(entries), method=method)

    def _attempt(self, session: Session) -> None:
        worker, entries = self.chance.choice(self.people)
        reasons = self.chance.choice((["expired", "withdrawn"], ["bad_signature"], []))
        self._event(session, "attempt", worker=worker, entry=self.chance.choice(entries), reasons=reasons)

    def _unread(self, session: Session) -> None:
        self._event(session, self.chance.choice(("return", "attempt")), worker=None, entry=None, flags=[])

    def _annulment(self, session: Session) -> None:
        events = session.scalars(select(Event).order_by(Event.id)).all()
        if events:
            gone = self.chance.choice(events)
            flags = self.chance.choice(([], [], ["would_refuse"], ["quarantined"]))
            self._event(
                session, "annulment", worker=gone.worker_id, entry=None, annuls_id=gone.id, flags=flags
            )

    def _review(self, session: Session) -> None:
        known = set(session.scalars(select(QuarantineReview.event_id)))
        held = [e for e in session.scalars(select(Event).order_by(Event.id)) if "quarantined" in e.flags]
        for event in held:
            if event.id not in known and self.chance.random() < 0.6:
                session.add(
                    QuarantineReview(
                        id=new_id(),
                        event_id=event.id,
                        accepted=self.chance.random() < 0.7,
                        reason="x",
                        reviewed_at=self._arrives(event.received_at),
                    )
                )
        session.flush()

    def _renaming(self, session: Session) -> None:
        employer = session.get_one(Employer, self.chance.choice(self.employers))
        if self.chance.random() < 0.5:
            employer.name_vi = f"{employer.name_vi} mới"
        else:
            employer.sector = self.chance.choice(("sugar", "timber", ""))
        entry = session.get_one(Entry, self.chance.choice(self.chance.choice(self.people)[1]))
        entry.employer_id = self.chance.choice(self.employers)
        session.flush()


Row = dict[str, Any]


def recount(session: Session, *, known_at: datetime | None = None) -> list[Row]:
    """Return everything that counts, from the raw events, without any of the project's queries."""
    then = known_at or datetime.max.replace(tzinfo=NOW.tzinfo)
    events = [e for e in session.scalars(select(Event)) if e.received_at <= then]
    accepted = {
        r.event_id for r in session.scalars(select(QuarantineReview)) if r.accepted and r.reviewed_at <= then
    }
    good = [e for e in events if "quarantined" not in e.flags or e.id in accepted]
    gone = {e.annuls_id for e in good if e.kind == "annulment" and "would_refuse" not in e.flags}
    stands = [e for e in good if e.id not in gone and e.kind in ("departure", "return", "attempt")]
    doubled = set(_doubled([e for e in stands if e.kind != "attempt" and e.worker_id]))
    entries = {e.id: e for e in session.scalars(select(Entry))}
    communes = {o.id: o.code for o in session.scalars(select(Organisation))}
    employers = {e.id: e for e in session.scalars(select(Employer))}
    return [_row(e, entries.get(e.entry_id), communes, employers) for e in stands if e.id not in doubled]


def _doubled(events: list[Event]) -> Iterator[UUID]:
    for worker in {e.worker_id for e in events}:
        mine = sorted(
            (e for e in events if e.worker_id == worker),
            key=lambda e: (e.occurred_at, str(e.device_id or ""), e.seq or 0, str(e.id)),
        )
        last: Event | None = None
        for e in mine:
            if (
                last is not None
                and (last.kind, last.gate_code, last.entry_id) == (e.kind, e.gate_code, e.entry_id)
                and not (last.live and e.live)
                and e.occurred_at - last.occurred_at <= 10 * MINUTE
            ):
                yield e.id
            else:
                last = e


def _row(event: Event, entry: Entry | None, communes: Any, employers: Any) -> Row:
    learnt = event.method in ("verified", "inferred")
    employer = employers.get(entry.employer_id) if entry else None
    reasons = event.reasons or event.server_reasons
    reason = reasons[0] if event.kind == "attempt" and reasons else "-"
    age = event.local_day.year - int(entry.birth[:4]) if entry else None
    bands = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (999, "55+"))
    return {
        "person": event.worker_id or event.id,
        "kind": "learnt" if learnt else event.kind,
        "day": event.local_day.isoformat(),
        "hour": f"{event.occurred_at.astimezone(HANOI).hour:02d}",
        "gate": "-" if learnt else event.gate_code,
        "country": event.country,
        "commune": communes[entry.organisation_id] if entry else "-",
        "employer": (employer.name_vi if employer else entry.employer or "-") if entry else "-",
        "sector": employer.sector or "-" if employer else "-",
        "county": entry.county if entry else "-",
        "sex": entry.sex if entry else "-",
        "permit": entry.document_type if entry else "-",
        "age": next(code for above, code in bands if age < above) if age is not None else "-",
        "reason": reason,
        "forged": "yes" if reason in FORGED else "no",
        "moment": event.occurred_at,
        "order": (event.occurred_at, str(event.device_id or ""), event.seq or 0, str(event.id)),
        "entry": event.entry_id,
    }


def count(rows: list[Row], question: Any, by: tuple[str, ...], where: dict[str, str], days: Any) -> Any:
    """Return the counts of a question by place, with every margin, from recounted rows."""
    cells: dict[tuple[str | None, ...], tuple[int, ...]] = {}
    chosen = [
        row
        for row in rows
        if row["kind"] in question.tallied
        and days.first <= date.fromisoformat(row["day"]) <= days.last
        and all(row[name] == value for name, value in where.items())
    ]
    shapes: list[list[str | None]] = [[None] * len(by)]
    for row in chosen:
        whole = [row[name] for name in by]
        shapes += [
            [key if keep >> n & 1 else None for n, key in enumerate(whole)] for keep in range(1 << len(by))
        ]
    for place in {tuple(shape) for shape in shapes}:
        here = [r for r in chosen if all(key in (None, r[name]) for name, key in zip(by, place, strict=True))]
        cells[place] = tuple(_count(here, measure) for measure in question.measures)
    return {place: counts for place, counts in cells.items() if any(counts) or not any(place)}


def _count(rows: list[Row], measure: Any) -> int:
    here = [row for row in rows if all(row[name] == key for name, key in measure.where)]
    return len({row["person"] for row in here}) if measure.persons else len(here)


def abroad_on(rows: list[Row], day: date) -> tuple[Counter[str], Counter[str]]:
    """Return by commune who was abroad at the end of a day, and whose records contradicted each other."""
    states: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    crossings = [row for row in rows if row["kind"] != "attempt" and local_day(row["moment"]) <= day]
    for person in {row["person"] for row in crossings}:
        since: list[Row] = []
        for row in sorted((r for r in crossings if r["person"] == person), key=lambda r: r["order"]):
            since = [] if row["kind"] != "departure" else [*since, row]
        if since:
            states[len(since) > 1][since[0]["commune"]] += 1
    return states
