"""Every reason, flag and class of a gate's answer with its texts; the one place other modules import from.

The codes are those of the gate protocol; `docs/verdicts.md` is generated from these tables and tested.
"""

from borderreg.domain.flag_texts import CLASS_TEXTS, FLAGS
from borderreg.domain.reason_codes import Flag, Reason, ReasonGroup, ReasonInfo, Text, VerdictClass
from borderreg.domain.reason_texts_code import CODE_REASONS
from borderreg.domain.reason_texts_list import LIST_REASONS

__all__ = [
    "CLASS_TEXTS",
    "FLAGS",
    "REASONS",
    "Flag",
    "Reason",
    "ReasonGroup",
    "ReasonInfo",
    "Text",
    "VerdictClass",
    "as_markdown",
    "worst_class",
]

REASONS: dict[Reason, ReasonInfo] = {reason: (CODE_REASONS | LIST_REASONS)[reason] for reason in Reason}

_SEVERITY = {
    VerdictClass.ACCEPT: 0,
    VerdictClass.CHECK: 1,
    VerdictClass.REFUSE: 2,
    VerdictClass.UNREADABLE: 3,
}
_GROUP_TITLES = {
    ReasonGroup.UNREADABLE: "Không đọc được",
    ReasonGroup.AUTHENTICITY: "Tính xác thực của mã",
    ReasonGroup.AUTHORISATION: "Danh sách",
    ReasonGroup.PLACE_AND_PAPER: "Nơi qua lại và giấy tờ",
    ReasonGroup.JOURNEY: "Chuyến đi",
    ReasonGroup.PROTECTION: "Bảo hộ",
    ReasonGroup.QUALITY: "Chất lượng dữ liệu",
}


def worst_class(*classes: VerdictClass) -> VerdictClass:
    """Return the most severe class; `accept` when there is none."""
    return max(classes, key=_SEVERITY.__getitem__, default=VerdictClass.ACCEPT)


def as_markdown() -> str:
    """Return docs/verdicts.md: classes, reasons by group and flags, each with its texts."""
    lines = [
        "# Verdicts, reasons and flags",
        "",
        "Generated from `borderreg/domain/reasons.py`; do not edit. Make it again with `make docs`.",
        "A return is always recorded: on a return no reason refuses, it is at most remembered as a flag.",
        "",
        "| class | Tiếng Việt | English | 中文 |",
        "|---|---|---|---|",
        *(f"| `{class_}` | {text.vi} | {text.en} | {text.zh} |" for class_, text in CLASS_TEXTS.items()),
    ]
    for group in ReasonGroup:
        lines += ["", f"## {_GROUP_TITLES[group]} (`{group}`)"]
        for reason, info in REASONS.items():
            if info.group is group:
                lines += _reason_lines(reason, info)
    lines += ["", "## Flags", "", "| flag | Tiếng Việt | English | 中文 |", "|---|---|---|---|"]
    lines += [f"| `{flag}` | {text.vi} | {text.en} | {text.zh} |" for flag, text in FLAGS.items()]
    return "\n".join(lines) + "\n"


def _reason_lines(reason: Reason, info: ReasonInfo) -> list[str]:
    alternative = f" or `{info.or_class}`" if info.or_class else ""
    return [
        "",
        f"### `{reason}` → `{info.class_for_departure}`{alternative}",
        "",
        "| | Tiếng Việt | English | 中文 |",
        "|---|---|---|---|",
        f"| name | {info.label_vi} | {info.label_en} | {info.label_zh} |",
        f"| to say | {info.text_vi} | {info.text_en} | {info.text_zh} |",
        f"| what solves it | {info.solution_vi} | {info.solution_en} | {info.solution_zh} |",
    ]


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201 (this module writes docs/verdicts.md)
