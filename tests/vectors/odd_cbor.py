"""Vectors of correctly signed messages whose CBOR is not the one encoding, or not the one shape."""

import cbor2
from build import CTI, EXP, NBF, claims, cose, digits, entry, header, kid, signature, vector

ENTRY = cbor2.dumps(-65537) + cbor2.dumps(entry())
CLAIM_EXP = b"\x04" + cbor2.dumps(EXP)
CLAIM_NBF = b"\x05" + cbor2.dumps(NBF)
CLAIM_CTI = b"\x07" + cbor2.dumps(CTI)


def _payloads():
    """Return payloads that a lax reader would take, by name."""
    plain = cbor2.dumps(claims())
    changed = {
        "exp-as-float": {"exp": float(EXP)},
        "exp-negative": {"exp": -1},
        "exp-in-the-year-3000": {"exp": 32503680000},
        "exp-as-text": {"exp": str(EXP)},
        "exp-with-date-tag": {"exp": cbor2.CBORTag(1, EXP)},
        "exp-as-boolean": {"exp": True},
        "nbf-null": {"nbf": None},
        "cti-of-7-bytes": {"cti": CTI[:7]},
        "cti-of-9-bytes": {"cti": CTI + b"\0"},
        "cti-as-text": {"cti": "7c1f00ff"},
        "list-number-empty": {"list_no": ""},
        "list-number-of-17-bytes": {"list_no": "12345678/2026-BS1"},
        "list-number-as-bytes": {"list_no": b"05/2026"},
        "list-number-decomposed": {"list_no": "05/Đo\u0302\u0300ng"},
        "list-number-with-bidi": {"list_no": "05\u202e6202"},
        "list-number-with-newline": {"list_no": "05\n2026"},
        "row-zero": {"row": 0},
        "row-negative": {"row": -3},
        "row-boolean": {"row": True},
        "row-100000": {"row": 100_000},
        "gates-of-32-bits": {"gates": 2**31},
        "gates-as-list": {"gates": [0, 1]},
        "seal-number-zero": {"seal_no": 0},
        "sealed-empty": {"sealed": b""},
        "sealed-as-text": {"sealed": "Nông Thị Mùi"},
    }
    made = {name: cbor2.dumps(claims(**values)) for name, values in changed.items()}
    half = b"\xf9\x42\x00"  # 3.0 in half precision, where row is 3
    made |= {
        "duplicate-exp": b"\xa5" + CLAIM_EXP + CLAIM_EXP + CLAIM_NBF + CLAIM_CTI + ENTRY,
        "duplicate-exp-later-wins": b"\xa5\x04\x00" + CLAIM_EXP + CLAIM_NBF + CLAIM_CTI + ENTRY,
        "trailing-byte-in-payload": plain + b"\0",
        "second-map-after-payload": plain + plain[:20],
        "keys-out-of-order": b"\xa4" + CLAIM_NBF + CLAIM_EXP + CLAIM_CTI + ENTRY,
        "exp-in-8-bytes": b"\xa4\x04\x1b" + EXP.to_bytes(8, "big") + CLAIM_NBF + CLAIM_CTI + ENTRY,
        "key-4-in-2-bytes": b"\xa4\x18\x04" + CLAIM_EXP[1:] + CLAIM_NBF + CLAIM_CTI + ENTRY,
        "map-length-in-2-bytes": b"\xb8\x04" + plain[1:],
        "cti-length-in-2-bytes": plain.replace(b"\x07\x48", b"\x07\x58\x08"),
        "indefinite-map": b"\xbf" + plain[1:] + b"\xff",
        "indefinite-list-number": plain.replace(b"\x6705/2026", b"\x7f\x6705/2026\xff"),
        "list-number-not-utf-8": plain.replace(b"\x6705/2026", b"\x6705/20\xc3\x28"),
        "row-as-float": plain.replace(b"05/2026\x03", b"05/2026" + half),
        "row-as-big-number": plain.replace(b"05/2026\x03", b"05/2026\xc2\x41\x03"),
        "row-as-decimal-fraction": plain.replace(b"05/2026\x03", b"05/2026\xc4\x82\x00\x03"),
        "row-as-huge-big-float": plain.replace(b"05/2026\x03", b"05/2026\xc5\x82\x1a\x00\x0f\xff\xff\x01"),
        "row-nan": plain.replace(b"05/2026\x03", b"05/2026\xf9\x7e\x00"),
        "claims-as-array": cbor2.dumps([EXP, NBF, CTI, entry()]),
        "extra-claim": cbor2.dumps(claims() | {1: "06184"}),
        "missing-nbf": cbor2.dumps({k: v for k, v in claims().items() if k != 5}),
        "entry-of-six-values": cbor2.dumps({4: EXP, 5: NBF, 7: CTI, -65537: [*entry(), 1]}),
        "entry-of-four-values": cbor2.dumps({4: EXP, 5: NBF, 7: CTI, -65537: entry()[:4]}),
        "self-described": b"\xd9\xd9\xf7" + plain,
        "shared-reference": b"\xd8\x1c" + plain,
        "payload-empty": b"",
        "payload-array-of-2-to-the-64": b"\x9b" + b"\xff" * 8,
        "payload-nested-90-deep": b"\x81" * 90 + b"\x00",
    }
    return made


def _protected():
    """Return protected headers that a lax reader would take, by name."""
    mine = kid("dong-dang")
    alg, key = b"\x01\x32", b"\x04\x44" + mine
    return {
        "critical-header": cbor2.dumps({1: -19, 2: [-70000], 4: mine, -70000: 1}),
        "extra-header-content-type": cbor2.dumps({1: -19, 3: 61, 4: mine}),
        "extra-header-x5u": cbor2.dumps({1: -19, 4: mine, 35: "x.vn"}),
        "duplicate-algorithm": b"\xa3" + alg + alg + key,
        "header-without-algorithm": cbor2.dumps({4: mine}),
        "header-without-kid": cbor2.dumps({1: -19}),
        "header-out-of-order": b"\xa2" + key + alg,
        "trailing-byte-in-header": header() + b"\0",
        "header-indefinite": b"\xbf" + alg + key + b"\xff",
        "algorithm-in-2-bytes": b"\xa2\x01\x38\x12" + key,
        "algorithm-as-text": cbor2.dumps({1: "Ed25519", 4: mine}),
        "kid-of-8-bytes": cbor2.dumps({1: -19, 4: mine + mine}),
        "kid-as-text": cbor2.dumps({1: -19, 4: mine.hex()[:4]}),
        "header-empty": b"",
    }


def _messages():
    """Return whole messages that a lax reader would take, by name."""
    plain = cose()
    payload = cbor2.dumps(claims())
    mac0 = b"\xd1" + plain[1:]
    kid_outside = cbor2.dumps({4: kid("dong-dang")})
    detached = (
        b"\xd2\x84" + cbor2.dumps(header()) + b"\xa0\xf6" + cbor2.dumps(signature("dong-dang", header(), b""))
    )
    return {
        "trailing-byte": plain + b"\0",
        "trailing-message": plain + b"\xa0",
        "without-tag": plain[1:],
        "tag-of-mac0": mac0,
        "tag-in-2-bytes": b"\xd8\x12" + plain[1:],
        "inside-a-cwt-tag": b"\xd8\x3d" + plain,
        "tag-twice": b"\xd2" + plain,
        "indefinite-array": b"\xd2\x9f" + plain[2:] + b"\xff",
        "array-length-in-2-bytes": b"\xd2\x98\x04" + plain[2:],
        "array-of-five": b"\xd2\x85" + plain[2:] + b"\x00",
        "header-in-the-unprotected-map": cose(unprotected=cbor2.dumps({1: -19})),
        "kid-in-the-unprotected-map": cose(protected=cbor2.dumps({1: -19}), unprotected=kid_outside),
        "unprotected-as-array": cose(unprotected=b"\x80"),
        "unprotected-null": cose(unprotected=b"\xf6"),
        "payload-detached": detached,
        "payload-not-wrapped": plain.replace(cbor2.dumps(payload), payload),
        "signature-of-63-bytes": cose(sign=signature("dong-dang", header(), payload)[:63]),
        "signature-of-65-bytes": cose(sign=signature("dong-dang", header(), payload) + b"\0"),
        "signature-length-in-3-bytes": plain[:-66] + b"\x59\x00\x40" + plain[-64:],
        "not-cbor": b"\xff" * 100,
        "only-a-tag": b"\xd2",
        "nothing": b"",
    }


def odd_cbor_vectors():
    """Return the vectors; every one is malformed although its signature is right where there can be one."""
    messages = {name: cose(payload) for name, payload in _payloads().items()}
    messages |= {name: cose(protected=protected) for name, protected in _protected().items()}
    messages |= _messages()
    return [
        vector(f"cbor-{name}", digits(message), "unreadable", "malformed")
        for name, message in messages.items()
    ]
