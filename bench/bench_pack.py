"""A full pack and a delta of a large roster: seconds, bytes, and the memory that making them took.

    python -m bench.bench_pack [sqlite|postgresql] [codes]

Beside them the bare cost of what a full pack cannot do without in the same run: two decryptions and two keyed
hashes a code.
"""

import json
import os
import resource
import secrets
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.db import make_engine, read_on, write_on
from borderreg.domain.gate import GateFacts
from borderreg.models import Entry, IssuedCode, Organisation, Worker, WorkList, new_id
from borderreg.services.known_devices import KnownDevice
from borderreg.services.packs import make_pack
from borderreg.services.private_fields import find_hash, seal, unseal
from tests import databases, preparation
from tests.crossings import CertifiedList

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CHANGED = 500
AT_ONCE = 5000


def main() -> None:
    """Measure and print one JSON document."""
    system = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    codes = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with ExitStack() as stack:
        engine = make_engine(_database(system, stack))
        stack.callback(engine.dispose)
        _fill(engine, codes)
        print(json.dumps({"system": system, "codes": codes, **_measure(engine)}, indent=1))


def _database(system: str, stack: ExitStack) -> str:
    if system == "postgresql":
        cluster = stack.enter_context(databases.postgresql_cluster(preparation.prepare))
        return stack.enter_context(cluster.database())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return stack.enter_context(databases.SqliteDatabases(folder, preparation.prepare).database())


def _fill(engine: Engine, codes: int) -> None:
    made = CertifiedList(engine)
    for first in range(0, codes, AT_ONCE):
        write_on(engine, _add, made.list_id, first, min(AT_ONCE, codes - first))


def _add(session: Session, list_id: UUID, first: int, count: int) -> None:
    organisation = session.scalars(select(WorkList.organisation_id).where(WorkList.id == list_id)).one()
    session.get_one(Organisation, organisation)
    workers, entries, issued = [], [], []
    for number in range(first, first + count):
        worker, entry, cti = new_id(), new_id(), secrets.token_bytes(8)
        person, paper = f"020{number:09d}", f"C{number:07d}"
        workers.append(
            {
                "id": worker,
                "personal_id_hash": find_hash("personal_id", person),
                "personal_id": seal(person, place="workers.personal_id", row_id=worker),
                "created_at": AT,
            }
        )
        entries.append(
            {
                "id": entry,
                "list_id": list_id,
                "organisation_id": organisation,
                "row": number + 1,
                "worker_id": worker,
                "status": "certified",
                "cti": cti,
                "name": "Nông Thị Mùi",
                "search_key": "nong thi mui",
                "birth": "1990-02-12",
                "sex": "F",
                "personal_id": seal(person, place="entries.personal_id", row_id=entry),
                "id_last4_hash": find_hash("id_last4", person[-4:]),
                "document_type": "passport",
                "document_number": seal(paper, place="entries.document_number", row_id=entry),
                "document_number_hash": find_hash("document_number", paper),
                "document_expires": date(2030, 1, 1),
                "employer": "Công ty Đường Bằng Tường",
                "country": "CN",
                "county": "pingxiang",
                "valid_from": date(2026, 11, 1),
                "valid_to": date(2027, 2, 20),
                "gates": 3,
                "created_at": AT,
                "updated_at": AT,
            }
        )
        issued.append({"cti": cti, "entry_id": entry, "kid": b"1234", "digits": "84201", "issued_at": AT})
    session.execute(insert(Worker), workers)
    session.execute(insert(Entry), entries)
    session.execute(insert(IssuedCode), issued)


def _measure(engine: Engine) -> dict[str, object]:
    device = KnownDevice(
        id=new_id(), name="Máy 1", public_key=b"", revoked=False, gate_name="Hữu Nghị", country="CN",
        gate=GateFacts(code="HUUNGHI", bit=0, international=True), crossing_point="", post_id=new_id(),
        key_serial=1,
    )  # fmt: skip
    full = _pack(engine, device, "", AT)
    write_on(engine, _change)
    delta = _pack(engine, device, str(full.pop("cursor")), AT + timedelta(minutes=5))
    delta.pop("cursor")
    return {"full": full, "delta": delta | {"changed": CHANGED}, "bare_seconds": _bare(engine)}


def _pack(engine: Engine, device: KnownDevice, cursor: str, at: datetime) -> dict[str, object]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    with read_on(engine) as session:
        document = make_pack(session, device=device, cursor=cursor, at=at)
    body = json.dumps(document)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "kind": document["kind"],
        "seconds": round(seconds, 3),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 3),
        "bytes": len(body),
        "row_bytes": len(str(document["rows"])) * 3 // 4,
        "hash_bytes": len(str(document["hashes"])) * 3 // 4,
        "memory_grew_mib": (after.ru_maxrss - before.ru_maxrss) // 1024,
        "cursor": document["cursor"],
    }


def _change(session: Session) -> None:
    some = select(Entry.id).limit(CHANGED)
    session.execute(
        update(Entry).where(Entry.id.in_(some)).values(status="suspended"),
        execution_options={"synchronize_session": False},
    )


def _bare(engine: Engine) -> float:
    """Return the seconds of decrypting and hashing alone."""
    with read_on(engine) as session:
        rows = session.execute(select(Entry.id, Entry.personal_id, Entry.document_number)).all()
    index = vault().index
    start = time.perf_counter()
    for row in rows:
        index.short_hash("pack/x", unseal(row.personal_id, place="entries.personal_id", row_id=row.id))
        index.short_hash(
            "pack/y", unseal(row.document_number, place="entries.document_number", row_id=row.id)
        )
    return round(time.perf_counter() - start, 3)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
