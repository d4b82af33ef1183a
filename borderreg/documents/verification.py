"""Verifying a certified list years later: from its PDF or JSON and the root's fingerprint alone.

What holds when the answer is ok: the root vouches for the keys; the commune's list key signed the number, how
many people and the hash of their facts; the commune signed each person's code for this row, list and period.
The rows that a PDF shows are compared with the facts attached to it (documents/printed_rows.py).
Not proven: the file's own id, who certified and the exact time (keys prove commune and half-year).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import rfc8785

from borderreg.crypto import fingerprint
from borderreg.documents.attachments import find_export
from borderreg.documents.export import FORMAT, required_facts
from borderreg.documents.printed_rows import NotComparable, compare_pages
from borderreg.domain.content import content_hash
from borderreg.domain.keys import Key, KeyList
from borderreg.domain.lists import ListKind
from borderreg.domain.passes import EntryPayload
from borderreg.domain.reasons import Reason
from borderreg.ls1 import KeyListRefused, read_digits, read_key_list

PDF = b"%PDF-"
LARGEST = 64 * 2**20  # bytes
MOST_PROBLEMS = 200
DATES_DO_NOT_MATTER = {Reason.NOT_YET_VALID, Reason.EXPIRED}  # a list is verified long after its period
_SHAPE: dict[str, type] = {
    "list": str,
    "number": str,
    "kind": str,
    "commune": str,
    "certified_by": str,
    "certified_at": str,
    "content_hash": str,
    "entries": list,
    "head_digits": str,
    "entry_digits": list,
    "key_list": dict,
    "root_public": str,
}


@dataclass(frozen=True, slots=True)
class ExportProblem:
    """Why an export is not what was certified; `row` where one row is meant."""

    code: str
    message: str
    row: int | None = None
    outcome: str = ""


# what a problem comes to (docs/operations.md): code → outcome; a code's own reasons say more below
OUTCOMES = {
    **dict.fromkeys(
        ("content_hash", "number", "entries", "rows", "entry_digits", "entry_mismatch"), "altered"
    ),
    **dict.fromkeys(("certified_at", "words", "print_row", "print_extra", "print_unreadable"), "altered"),
    **dict.fromkeys(("head_code", "entry_code", "other_commune"), "wrong_signature"),
    **dict.fromkeys(("other_root", "key_list"), "unknown_key"),
    **dict.fromkeys(("no_export", "malformed", "other_format", "not_canonical", "too_large"), "not_ours"),
    "no_trusted_root": "no_trusted_root",
}
UNKNOWN_KEY = frozenset({Reason.UNKNOWN_KEY, Reason.UNKNOWN_KEY_STALE_PACK})
PRINTED = {
    "words": "Tên huyện hoặc loại giấy tờ đính kèm không phải tên của mã đã ký.",
    "print_row": "Dòng in khác với nội dung đã xác nhận.",
    "print_extra": "Có chữ viết đè lên bảng.",
    "print_unreadable": "Không đọc được bảng in trong tệp PDF.",
}


def _judged(problem: ExportProblem, reasons: Iterable[Reason] = ()) -> ExportProblem:
    """Add what the problem comes to."""
    outcome = "unknown_key" if UNKNOWN_KEY & set(reasons) else OUTCOMES[problem.code]
    return replace(problem, outcome=outcome)


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """The answer: list, number and count as the file says; `signed_by` is the commune that the keys prove."""

    ok: bool
    list: str | None = None
    number: str | None = None
    signed_by: str | None = None
    entries: int = 0
    problems: tuple[ExportProblem, ...] = ()

    @property
    def outcome(self) -> str:
        """Return ok, or the first problem's outcome: altered, wrong_signature, unknown_key, not_ours."""
        return "ok" if self.ok else self.problems[0].outcome if self.problems else "wrong_signature"


class _Unreadable(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = _judged(ExportProblem(code, message))


def verify_export(
    data: bytes, *, root_fingerprint: str | None, newest_key_list: Mapping[str, Any] | None = None
) -> VerificationResult:
    """Say whether a PDF or JSON is a certified list, unchanged, under the root with this fingerprint (hex).

    Never raises for any bytes. `newest_key_list`, when the caller has one, replaces an older one in the file:
    keys revoked since then count as revoked.
    """
    try:
        document = _read(data)
    except _Unreadable as unreadable:
        return VerificationResult(False, problems=(unreadable.problem,))
    said = VerificationResult(False, document["list"], document["number"], entries=len(document["entries"]))
    try:
        at = datetime.fromisoformat(document["certified_at"]).astimezone(UTC)
        keys = _trusted_keys(document, root_fingerprint, newest_key_list)
    except _Unreadable as unreadable:
        return replace(said, problems=(unreadable.problem,))
    except (ValueError, OverflowError):
        return replace(
            said, problems=(_judged(ExportProblem("certified_at", "Thời điểm xác nhận không đọc được.")),)
        )
    signer, head_problems = _verify_head(document, at, keys)
    found = (*head_problems, *_verify_entries(document, at, keys, signer), *_verify_print(data, document))
    problems = tuple(item if item.outcome else _judged(item) for item in found[:MOST_PROBLEMS])
    signed_by = signer.commune if signer else None
    return replace(said, ok=not problems and signer is not None, signed_by=signed_by, problems=problems)


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise _Unreadable("too_large", "Tệp quá lớn: bản kê của một danh sách dưới 64 MB.")
    export = data if data.lstrip()[:1] == b"{" else find_export(data)
    if export is None:
        raise _Unreadable("no_export", "Tệp không có bản kê tự kiểm chứng: dùng tệp PDF hoặc JSON gốc.")
    try:
        document = json.loads(export)
        unchanged = rfc8785.dumps(document) == export.strip()
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise _Unreadable("malformed", "Bản kê bị hỏng.") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _Unreadable("other_format", "Đây không phải bản kê danh sách của hệ thống này.")
    if not unchanged:
        raise _Unreadable("not_canonical", "Bản kê đã bị ghi lại bằng phần mềm khác.")
    if any(not isinstance(document.get(name), kind) for name, kind in _SHAPE.items()):
        raise _Unreadable("malformed", "Bản kê thiếu phần hoặc sai kiểu.")
    kind = document["kind"]
    if kind not in set(ListKind) or not all(_is_frozen_entry(entry, kind) for entry in document["entries"]):
        raise _Unreadable("malformed", "Bản kê có dòng không đọc được.")
    return document


def _is_frozen_entry(entry: object, kind: str) -> bool:
    if not isinstance(entry, dict):
        return False
    facts = [entry.get(name) for name in required_facts(kind)]
    return type(facts[0]) is int and all(isinstance(fact, str) for fact in facts[1:])


def _trusted_keys(
    document: dict[str, Any], root_fingerprint: str | None, newest: Mapping[str, Any] | None
) -> KeyList:
    wanted = (root_fingerprint or "").replace(":", "").replace(" ", "").lower()
    if not wanted:
        raise _Unreadable("no_trusted_root", "Chưa có dấu vân tay khoá gốc tin cậy: thêm --root.")
    try:
        root = base64.urlsafe_b64decode(document["root_public"] + "=")
        if fingerprint(root) != wanted:
            raise _Unreadable("other_root", "Danh sách thuộc khoá gốc khác, không phải khoá gốc tin cậy.")
        keys = read_key_list(document["key_list"], root_public=root)
        if newest is None:
            return keys
        newer = read_key_list(dict(newest), root_public=root)
    except (ValueError, KeyListRefused):
        raise _Unreadable("key_list", "Danh mục khoá không do khoá gốc ký.") from None
    return newer if newer.serial >= keys.serial else keys


def _verify_head(
    document: dict[str, Any], at: datetime, keys: KeyList
) -> tuple[Key | None, tuple[ExportProblem, ...]]:
    """Check the head code against the file; returns the commune's list key when it signed exactly this."""
    reading = read_digits(document["head_digits"], at=at, keys=keys, expect="head")
    head, key = reading.head, reading.key
    if head is None or key is None or reading.reasons:
        return None, (_code_problem("head_code", "Mã danh sách", reading.reasons),)
    problems = []
    if key.commune != document["commune"]:
        problems.append(ExportProblem("other_commune", "Mã danh sách do xã khác ký."))
    if head.list_no != document["number"]:
        problems.append(ExportProblem("number", "Số danh sách khác với số trong mã danh sách."))
    if head.entries != len(document["entries"]):
        problems.append(ExportProblem("entries", "Số người khác với số người trong mã danh sách."))
    if not head.content_hash.hex() == document["content_hash"] == _hash_of(document["entries"]):
        problems.append(ExportProblem("content_hash", "Nội dung không phải nội dung đã được xác nhận."))
    return key, tuple(problems)


def _hash_of(entries: list[dict[str, object]]) -> str | None:
    try:
        return content_hash(entries).hex()
    except (TypeError, ValueError):
        return None


def _verify_entries(
    document: dict[str, Any], at: datetime, keys: KeyList, signer: Key | None
) -> Iterator[ExportProblem]:
    """Yield what is wrong with each person's code; a withdrawal has none."""
    entries, codes = document["entries"], document["entry_digits"]
    rows = [entry["row"] for entry in entries]
    if rows != sorted(set(rows)):
        yield ExportProblem("rows", "Số thứ tự bị lặp hoặc sai thứ tự.")
    expected = 0 if document["kind"] == ListKind.WITHDRAWAL else len(entries)
    if len(codes) != expected or not all(isinstance(digits, str) for digits in codes):
        yield ExportProblem("entry_digits", "Số mã khác với số người.")
        return
    for entry, digits in zip(entries, codes, strict=False):
        problem = _verify_entry(entry, digits, document["number"], at, keys, signer)
        if problem is not None:
            yield problem


def _verify_entry(
    entry: dict[str, Any], digits: str, number: str, at: datetime, keys: KeyList, signer: Key | None
) -> ExportProblem | None:
    row = entry["row"]
    reading = read_digits(digits, at=at, keys=keys)
    reasons = tuple(reason for reason in reading.reasons if reason not in DATES_DO_NOT_MATTER)
    if reading.entry is None or reading.key is None or reasons:
        return _code_problem("entry_code", f"Mã của số thứ tự {row}", reasons, row)
    if signer is not None and reading.key.commune != signer.commune:
        return ExportProblem("other_commune", f"Mã của số thứ tự {row} do xã khác ký.", row)
    if not _belongs(reading.entry, entry, number):
        return ExportProblem(
            "entry_mismatch", f"Mã của số thứ tự {row} thuộc người hoặc danh sách khác.", row
        )
    return None


def _belongs(payload: EntryPayload, entry: dict[str, Any], number: str) -> bool:
    """Say whether a code was issued for this row of this list and this period."""
    return (
        payload.row == entry["row"]
        and payload.list_no == number
        and payload.cti.hex() == entry["cti"]
        and payload.valid_from.isoformat() == entry["valid_from"]
        and payload.valid_to.isoformat() == entry["valid_to"]
    )


def _code_problem(code: str, what: str, reasons: tuple[Reason, ...], row: int | None = None) -> ExportProblem:
    named = ", ".join(reasons) or "không đọc được"
    return _judged(ExportProblem(code, f"{what} không hợp lệ: {named}.", row), reasons)


def _verify_print(data: bytes, document: dict[str, Any]) -> Iterator[ExportProblem]:
    """Compare the rows that a PDF shows with its facts; an export alone shows none."""
    if not data.startswith(PDF):
        return
    try:
        differences = compare_pages(data, document)
    except NotComparable:
        return
    for item in differences:
        yield ExportProblem(item.code, PRINTED[item.code], item.row)
