"""What the calls show of a verdict and of the person to compare, in the API's shapes."""

from typing import Any

from borderreg.domain.gate import Verdict
from borderreg.domain.reasons import CLASS_TEXTS, REASONS
from borderreg.services.roster import PersonToCompare


def shown_verdict(verdict: Verdict) -> dict[str, Any]:
    """Return class, reasons, flags and the one sentence to say: of the first reason, else of the class."""
    return {
        "class": verdict.class_.value,
        "reasons": [reason.value for reason in verdict.reasons],
        "flags": [flag.value for flag in verdict.flags],
        "text": _text(verdict),
    }


def _text(verdict: Verdict) -> dict[str, str]:
    if not verdict.reasons:
        text = CLASS_TEXTS[verdict.class_]
        return {"vi": text.vi, "en": text.en, "zh": text.zh}
    info = REASONS[verdict.reasons[0]]
    return {"vi": info.text_vi, "en": info.text_en, "zh": info.text_zh}


def shown_person(person: PersonToCompare) -> dict[str, Any]:
    """Return the facts that an officer compares with the person and the papers."""
    return {
        "name": person.name,
        "birth": person.birth,
        "sex": person.sex,
        "id_last4": person.id_last4,
        "commune": person.commune,
        "list": person.list_no,
        "row": person.row,
        "employer": person.employer,
        "valid_from": person.valid_from.isoformat(),
        "valid_to": person.valid_to.isoformat(),
        "document": {
            "type": person.document_type,
            "number": person.document_number,
            "expires": person.document_expires.isoformat(),
        },
    }
