"""Write the rules that a gate device shares with the server as a module: `python -m scripts.gate_rules`.

Tables come from `borderreg.domain` and `borderreg.ls1`: there is one source. What they call by name is
mirrored in `static/gate/rules/checks.mjs`, and a test compares both on thousands of inputs.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from borderreg.domain import gate, keys, packs, passes
from borderreg.domain.dates import ADULT_AGE
from borderreg.domain.entry_codes import CTI_BYTES
from borderreg.domain.reasons import REASONS, VerdictClass, worst_class
from borderreg.ls1 import payloads

TARGET = Path(__file__).parents[1] / "borderreg" / "static" / "gate" / "rules" / "data.mjs"
HEAD = """// Written by `python -m scripts.gate_rules` from the server's own tables; a test compares it.
"""


def tables() -> dict[str, Any]:
    """Return every table by the name under which the module exports it."""
    classes = sorted(
        VerdictClass, key=lambda one: [worst_class(one, other) for other in VerdictClass].count(one)
    )
    return {
        "CLASSES": [one.value for one in classes],
        "REASONS": {
            reason.value: {"class": info.class_for_departure.value}
            | ({"or": info.or_class.value} if info.or_class else {})
            for reason, info in REASONS.items()
        },
        "CHECKS": [check.__name__.removeprefix("check_") for check in gate.CHECKS],
        "STATUS_REASONS": {status.value: reason.value for status, reason in gate.STATUS_REASONS.items()},
        "FLAGS": {
            "always": [flag.value for flag, _ in gate.FLAG_RULES],
            "departure": [flag.value for flag, _ in gate.DEPARTURE_FLAGS],
            "return": [flag.value for flag, _ in gate.RETURN_FLAGS],
        },
        "TIMES": {
            "copiedWithin": _ms(gate.COPIED_WITHIN),
            "shortDocumentDays": gate.SHORT_DOCUMENT.days,
            "adultAge": ADULT_AGE,
            "freshFor": _ms(packs.FRESH_FOR),
            "lasts": _ms(packs.LASTS),
            "clockWithin": _ms(packs.CLOCK_WITHIN),
        },
        "DIGITS": {
            "most": passes.MAX_DIGITS,
            "country": passes.COUNTRY,
            "version": passes.VERSION,
            "sentinel": passes.SENTINEL,
            "kinds": passes.KINDS,
            "prefixes": passes.PREFIXES,
            "kidBytes": keys.KID_BYTES,
        },
        "PAYLOAD": {
            "seconds": payloads.MAX_SECONDS,
            "rows": payloads.MAX_ROW,
            "gates": payloads.MAX_GATES,
            "seals": payloads.MAX_SEAL_NO,
            "sealed": payloads.MAX_SEALED_BYTES,
            "entries": payloads.MAX_ENTRIES,
            "listNo": passes.MAX_LIST_NO_BYTES,
            "name": passes.MAX_NAME_BYTES,
        },
        "KEYS": {
            "ed25519": keys.ALG_ED25519,
            "statuses": [status.value for status in keys.KeyStatus],
            "uses": [use.value for use in keys.KeyUse],
        },
        "PACK": {
            "statuses": [status.value for status in packs.STATUSES],
            "states": [state.value for state in packs.STATES],
            "gatePlaces": packs.GATE_PLACES,
            "rowBytes": packs.ROW.size,
            "ctiBytes": CTI_BYTES,
            "hashBytes": packs.HASH_BYTES,
            "detailBytes": packs.DETAIL.size,
            "listKeyBytes": packs.LIST_KEY_BYTES,
            "papersBegin": packs.PAPERS_BEGIN.isoformat(),
        },
    }


def as_module() -> str:
    """Return the text of the module."""
    lines = (f"export const {name} = {json.dumps(value)};\n" for name, value in tables().items())
    return HEAD + "".join(lines)


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0
            if TARGET.read_text(encoding="utf-8") == as_module()
            else "write static/gate/rules/data.mjs again"
        )
    TARGET.write_text(as_module(), encoding="utf-8")
