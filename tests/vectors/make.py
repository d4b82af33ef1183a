"""Write the test vectors of format LS1: `python tests/vectors/make.py`. The same input gives the same files.

Expectations are written by hand next to each case; only those of `tampered.json` are read off the verifier,
and a test of their own says that none of them may be accepted.
"""

import json
import sys
from pathlib import Path

import cbor2

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from build import (  # noqa: E402
    CTI,
    EXP,
    H1_2025,
    H1_2027,
    MUI,
    NBF,
    SEAL_KEY,
    b64,
    claims,
    cose,
    digits,
    header,
    key_list,
    private,
    public,
    record,
    seal,
    vector,
)
from odd_cbor import odd_cbor_vectors  # noqa: E402
from odd_digits import odd_digits_vectors  # noqa: E402

from borderreg import ls1  # noqa: E402
from borderreg.domain.entry_codes import format_entry_code  # noqa: E402
from borderreg.domain.passes import datetime  # noqa: E402

KEYS = [
    record("dong-dang"),
    record("dong-dang-next", period=H1_2027),
    record("dong-dang-2025", period=H1_2025),
    record("revoked", status="revoked", commune="06172"),
    record("revoked-2025", status="revoked", period=H1_2025, commune="06172"),
    record("retired", status="retired", commune="06172"),
    record("list", use="list"),
    record("pack", use="pack", commune=""),
    record("checkpoint", use="checkpoint", commune=""),
    record("revocation", use="revocation", commune=""),
    record("specimen", use="specimen", commune=""),
    record("foreign-algorithm", alg=-9),
    record("twin-a", kid_=b"\xaa\xbb\xcc\xdd", commune="05977"),
    record("twin-b", kid_=b"\xaa\xbb\xcc\xdd", commune="05983"),
]
PACKS = {"current": key_list(12, KEYS), "before": key_list(11, KEYS[2:6]), "empty": key_list(1, [])}


def valid_vectors():
    """Return codes that hold, with what they say."""
    payload = {
        "cti": CTI.hex(),
        "list_no": "05/2026",
        "row": 3,
        "gates": 3,
        "seal_no": 1,
        "nbf": NBF,
        "exp": EXP,
    }
    person = {"name": MUI[0], "birth": "1990-02-12", "sex": "F", "id_last4": "1234"}
    year_only = seal(["Vi Văn Páo", "1961", 0, "0007"])
    long_name = seal(["Hoàng Nguyễn Thị Thuỳ Dương Phương Tường Vỹ Quỳnh…", "20080229", 1, "9999"])
    zeros = bytes(8)
    twin = cbor2.dumps({1: -19, 4: b"\xaa\xbb\xcc\xdd"})
    return [
        vector("valid", digits(), payload=payload, person=person),
        vector("valid-aim-prefix", "]Q1" + digits(), payload=payload),
        vector("valid-surrounding-white-space", " \t\r\n" + digits() + "\v\f\r\n"),
        vector(
            "valid-year-only-birth",
            digits(cose(cbor2.dumps(claims(sealed=year_only)))),
            person={"name": "Vi Văn Páo", "birth": "1961", "sex": "M", "id_last4": "0007"},
        ),
        vector("valid-long-name", digits(cose(cbor2.dumps(claims(sealed=long_name))))),
        vector("valid-cti-of-zeros", digits(cose(cbor2.dumps(claims(cti=zeros, sealed=seal(MUI, zeros)))))),
        vector("valid-list-number-of-16-bytes", digits(cose(cbor2.dumps(claims(list_no="128/2026-BS.Đ12"))))),
        vector("valid-all-31-gates-row-99999", digits(cose(cbor2.dumps(claims(gates=2**31 - 1, row=99999))))),
        vector("valid-no-gate-named", digits(cose(cbor2.dumps(claims(gates=0))))),
        vector("valid-retired-key-still-verifies", digits(cose(key="retired"))),
        vector("valid-first-key-of-a-shared-kid", digits(cose(key="twin-a", protected=twin))),
        vector("valid-second-key-of-a-shared-kid", digits(cose(key="twin-b", protected=twin))),
        vector("valid-next-half-year", digits(cose(key="dong-dang-next")), now="2027-01-01T00:00:00+07:00"),
        vector("valid-exp-at-the-end-of-the-key", digits(cose(cbor2.dumps(claims(exp=1830272400))))),
    ]


def date_vectors():
    """Return one code at the seconds around the midnights of its first and last day in Vietnam."""
    early, late = ("refuse", "not_yet_valid"), ("refuse", "expired")
    cases = [
        ("second-before-first-day", "2026-11-21T23:59:59+07:00", early),
        ("last-microsecond-before-first-day", "2026-11-21T23:59:59.999999+07:00", early),
        ("first-second-of-first-day", "2026-11-22T00:00:00+07:00", ("accept",)),
        ("first-second-of-first-day-in-utc", "2026-11-21T17:00:00+00:00", ("accept",)),
        ("second-before-it-in-utc", "2026-11-21T16:59:59+00:00", early),
        ("midnight-in-beijing-is-too-early", "2026-11-22T00:00:00+08:00", early),
        ("last-second-of-last-day", "2027-02-28T23:59:59+07:00", ("accept",)),
        ("last-microsecond-of-last-day", "2027-02-28T23:59:59.999999+07:00", ("accept",)),
        ("first-second-after-last-day", "2027-03-01T00:00:00+07:00", late),
        ("first-second-after-last-day-in-utc", "2027-02-28T17:00:00+00:00", late),
        ("midnight-in-beijing-is-still-the-last-day", "2027-03-01T00:00:00+08:00", ("accept",)),
        ("a-month-late", "2027-03-31T12:00:00+07:00", late),
    ]
    vectors = [vector(f"date-{name}", digits(), *expected, now=now) for name, now, expected in cases]
    for name, changes, reasons in (
        ("exp-equals-nbf", {"exp": NBF}, ("bad_dates", "expired")),
        ("exp-before-nbf", {"exp": NBF - 86400}, ("bad_dates", "expired")),
        ("exp-after-the-key", {"exp": 1830272401}, ("bad_dates",)),
    ):
        odd = digits(cose(cbor2.dumps(claims(**changes))))
        vectors.append(vector(f"date-{name}", odd, "refuse", *reasons))
    return vectors


def key_vectors():
    """Return codes whose key is unknown, not the right one, or not valid for this use or time."""
    forged = cose(protected=header("dong-dang"), sign=private("forger").sign(b"anything"))
    other = cose(key="retired", protected=header("dong-dang"))
    es256, eddsa = header(alg=-7), header(alg=-8)
    swapped = cose(aad=b"borderreg/head/1")
    twin = cbor2.dumps({1: -19, 4: b"\xaa\xbb\xcc\xdd"})
    refused = [
        ("unknown", cose(key="forger"), "current", ("unknown_key",)),
        ("not-in-an-older-list", cose(), "before", ("unknown_key",)),
        ("empty-list", cose(), "empty", ("unknown_key",)),
        ("forged-signature", forged, "current", ("bad_signature",)),
        ("signed-by-another-commune", other, "current", ("bad_signature",)),
        ("shared-kid-neither-holds", cose(key="forger", protected=twin), "current", ("bad_signature",)),
        ("signed-for-another-kind", swapped, "current", ("bad_signature",)),
        ("signature-of-zeros", cose(sign=bytes(64)), "current", ("bad_signature",)),
        ("algorithm-es256-in-the-header", cose(protected=es256), "current", ("alg_mismatch",)),
        ("algorithm-eddsa-in-the-header", cose(protected=eddsa), "current", ("alg_mismatch",)),
        ("algorithm-zero-in-the-header", cose(protected=header(alg=0)), "current", ("alg_mismatch",)),
        ("record-of-a-foreign-algorithm", cose(key="foreign-algorithm"), "current", ("alg_mismatch",)),
        ("revoked", cose(key="revoked"), "current", ("key_revoked",)),
        (
            "revoked-and-expired",
            cose(key="revoked-2025"),
            "current",
            ("key_revoked", "key_expired", "bad_dates"),
        ),
        (
            "revoked-and-forged",
            cose(key="revoked", sign=bytes(64)),
            "current",
            ("key_revoked", "bad_signature"),
        ),
        ("not-valid-yet", cose(key="dong-dang-next"), "current", ("key_not_valid",)),
        ("expired", cose(key="dong-dang-2025"), "current", ("key_expired", "bad_dates")),
        *(
            (f"use-{use}", cose(key=use), "current", ("key_wrong_use",))
            for use in ("list", "pack", "checkpoint", "revocation")
        ),
    ]
    vectors = [
        vector(f"key-{name}", digits(message), "refuse", *reasons, pack=pack)
        for name, message, pack, reasons in refused
    ]
    short = digits(cose(cbor2.dumps(claims(exp=1830272400))))
    vectors += [
        vector("key-specimen", digits(cose(key="specimen")), "unreadable", "specimen"),
        vector("key-last-second", short, now="2027-12-31T23:59:59+07:00"),
        vector("key-just-ended", short, "refuse", "key_expired", "expired", now="2028-01-01T00:00:00+07:00"),
    ]
    return vectors


def head_vectors():
    """Return head-of-list codes, read where one is expected and where a person's is."""

    def head(key="list", values=None, aad=b"borderreg/head/1"):
        payload = cbor2.dumps(values or ["05/2026", 40, bytes(range(32))])
        return digits(cose(payload, key=key, aad=aad), prefix="84301")

    says = {"list_no": "05/2026", "entries": 40, "content_hash": bytes(range(32)).hex()}
    malformed = [
        ("two-values", ["05/2026", 40]),
        ("hash-of-20-bytes", ["05/2026", 40, bytes(20)]),
        ("no-entries", ["05/2026", 0, bytes(32)]),
        ("entries-as-text", ["05/2026", "40", bytes(32)]),
    ]
    return [
        vector("head-valid", head(), kind="head", payload=says),
        vector("head-where-a-person-is-expected", head(), "unreadable", "wrong_kind"),
        vector("head-expected-but-a-person-scanned", digits(), "unreadable", "wrong_kind", kind="head"),
        vector("head-signed-by-an-entry-key", head(key="dong-dang"), "refuse", "key_wrong_use", kind="head"),
        vector("head-specimen", head(key="specimen"), "unreadable", "specimen", kind="head"),
        vector(
            "head-signed-as-an-entry", head(aad=b"borderreg/entry/1"), "refuse", "bad_signature", kind="head"
        ),
        *(
            vector(f"head-{name}", head(values=values), "unreadable", "malformed", kind="head")
            for name, values in malformed
        ),
    ]


def tampered_vectors():
    """Return one code with each of its digits raised by one in turn."""
    keys = ls1.read_key_list(PACKS["current"], root_public=public("root"))
    genuine = digits()
    vectors = []
    for position, digit in enumerate(genuine):
        changed = genuine[:position] + str((int(digit) + 1) % 10) + genuine[position + 1 :]
        made = vector(f"tampered-digit-{position:03}", changed)
        reading = ls1.read_digits(changed, at=datetime.fromisoformat(made["now"]), keys=keys)
        made["expect"] = {"class": reading.class_, "reason": reading.reason, "reasons": list(reading.reasons)}
        vectors.append(made)
    return vectors


def entry_codes():
    """Return entry codes, ways to type them, and what is none."""
    lines = []
    for cti in (
        CTI,
        bytes(8),
        b"\xff" * 8,
        bytes.fromhex("0001000100010021"),
        bytes.fromhex("0123456789abcdef"),
    ):
        code = format_entry_code(cti)
        typed = [code, code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("0", "o")]
        lines.append({"cti": cti.hex(), "entry_code": code, "typed": [*typed, code.replace("1", "l")]})
    code = format_entry_code(CTI)
    wrong_check = code[:-1] + ("0" if code[-1] != "0" else "2")
    return {
        "codes": lines,
        "refused": ["", code[:-1], code + "0", wrong_check, "U" + code[1:], "Z" + code[1:], digits()],
    }


def files():
    """Return the text of every file by its name."""
    contents = {
        "packs": {"root_public": b64(public("root")), "seal_keys": {"1": b64(SEAL_KEY)}, "packs": PACKS},
        "valid": valid_vectors(),
        "dates": date_vectors(),
        "keys": key_vectors(),
        "cbor": odd_cbor_vectors(),
        "digits": odd_digits_vectors(),
        "heads": head_vectors(),
        "tampered": tampered_vectors(),
        "entry_codes": entry_codes(),
    }
    return {
        f"{name}.json": json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        for name, content in contents.items()
    }


def main():
    """Write every file, or with `--check` exit 1 when one on disk is not what would be written."""
    stale = []
    for name, text in files().items():
        if "--check" not in sys.argv:
            (HERE / name).write_text(text, encoding="utf-8")
        elif (HERE / name).read_text(encoding="utf-8") != text:
            stale.append(name)
    sys.exit(f"make again: {', '.join(stale)}" if stale else 0)


if __name__ == "__main__":
    main()
