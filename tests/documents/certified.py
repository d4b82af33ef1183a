"""A certified list with real codes: a root, a commune's keys of a half-year, and people signed with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from borderreg.crypto import Ed25519Signer, fingerprint
from borderreg.documents.export import CertifiedList
from borderreg.domain.content import content_hash
from borderreg.domain.half_years import half_year_of
from borderreg.domain.keys import ALG_ED25519, Key, KeyStatus, KeyUse, kid_of
from borderreg.domain.lists import ListKind
from borderreg.domain.passes import EntryPayload, HeadPayload, Person
from borderreg.ls1 import seal_person, sign_entry, sign_head, sign_key_list
from tests.documents import papers

CERTIFIED_AT = datetime(2026, 2, 5, 3, 0, tzinfo=UTC)
NUMBER = "05/DS-CAX"
DONG_DANG, TAN_THANH = "06184", "06187"
ROOT = Ed25519Signer(hashlib.sha256(b"root").digest())
ROOT_FINGERPRINT = fingerprint(ROOT.public)


def signer_of(commune: str, use: KeyUse) -> Ed25519Signer:
    """Return the same key for the same commune and use."""
    return Ed25519Signer(hashlib.sha256(f"{commune} {use}".encode()).digest())


def key_of(commune: str, use: KeyUse, *, status: KeyStatus = KeyStatus.ACTIVE) -> Key:
    """Return the public record of that key."""
    public, half = signer_of(commune, use).public, half_year_of(CERTIFIED_AT)
    return Key(kid_of(public), ALG_ED25519, public, commune, half.starts, half.not_after, status, use)


def key_list(*, serial: int = 7, root: Ed25519Signer = ROOT, revoked: KeyUse | None = None) -> dict[str, Any]:
    """Return a signed key list of two communes."""
    keys = [
        key_of(commune, use, status=KeyStatus.REVOKED if use is revoked else KeyStatus.ACTIVE)
        for commune in (DONG_DANG, TAN_THANH)
        for use in (KeyUse.ENTRY, KeyUse.LIST)
    ]
    return sign_key_list(keys, serial=serial, root_signer=root, issued_at=CERTIFIED_AT)


def facts_of(row: int) -> dict[str, object]:
    """Return the frozen facts of one invented person."""
    person = papers.certified(12).rows[row - 1]
    return {
        "row": row,
        "cti": hashlib.sha256(f"cti {row}".encode()).digest()[:8].hex(),
        "name": person.name,
        "birth": person.birth,
        "sex": person.sex,
        "personal_id": person.personal_id,
        "employer": person.employer,
        "job": person.job or None,
        "valid_from": person.valid_from,
        "valid_to": person.valid_to,
        "gates": 3,
    }


def digits_of(facts: dict[str, Any], *, commune: str = DONG_DANG, number: str = NUMBER) -> str:
    """Sign the code of one person."""
    cti = bytes.fromhex(facts["cti"])
    person = Person(facts["name"], facts["birth"], facts["sex"], facts["personal_id"][-4:])
    payload = EntryPayload.for_days(
        cti=cti,
        valid_from=date.fromisoformat(facts["valid_from"]),
        valid_to=date.fromisoformat(facts["valid_to"]),
        list_no=number,
        row=facts["row"],
        gates=facts["gates"],
        seal_no=1,
        sealed=seal_person(person, cti=cti, seal_key=bytes(32)),
    )
    return sign_entry(
        payload=payload, key=key_of(commune, KeyUse.ENTRY), signer=signer_of(commune, KeyUse.ENTRY)
    )


def head_of(entries: list[dict[str, Any]], *, commune: str = DONG_DANG, number: str = NUMBER) -> str:
    """Sign the head-of-list code."""
    payload = HeadPayload(list_no=number, entries=len(entries), content_hash=content_hash(entries))
    return sign_head(
        payload=payload, key=key_of(commune, KeyUse.LIST), signer=signer_of(commune, KeyUse.LIST)
    )


@dataclass(frozen=True)
class Signed:
    """A certified list as export and as paper."""

    certified: CertifiedList
    paper: Any


def signed_list(people: int = 5, *, kind: ListKind = ListKind.ORIGINAL) -> Signed:
    """Certify some people with real keys."""
    entries = [facts_of(row) for row in range(1, people + 1)]
    if kind is ListKind.WITHDRAWAL:
        entries = [{**facts, "reason": "Không đi nữa"} for facts in entries]
    codes = [] if kind is ListKind.WITHDRAWAL else [digits_of(facts) for facts in entries]
    certified = CertifiedList(
        list_id="0199a5d0-0000-7000-8000-000000000005",
        number=NUMBER,
        kind=kind,
        commune=DONG_DANG,
        certified_by="Phó Trưởng Công an xã, Thiếu tá Lương Thị Hà",
        certified_at=CERTIFIED_AT,
        entries=entries,
        head_digits=head_of(entries),
        entry_digits=codes,
        key_list=key_list(),
        root_public=ROOT.public,
    )
    paper = papers.certified(people, kind=kind)
    digits = codes or [None] * people
    rows = tuple(replace(row, digits=code) for row, code in zip(paper.rows, digits, strict=True))
    return Signed(certified, replace(paper, rows=rows, head_digits=certified.head_digits))
