"""The agreement of the two sides as the rules read it by day: sectors, longest stay, accepted papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from borderreg.domain.columns import Column
from borderreg.domain.problems import Problem, ProblemCode, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """The agreement between two days; no sectors or papers means that it does not limit them.

    `longest_stay_days` counts both ends; `sectors` are codes of `employers.SECTORS`, `papers` document types.
    """

    name_vi: str
    valid_from: date
    longest_stay_days: int
    name_zh: str = ""
    valid_to: date | None = None
    sectors: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    source_document: str = ""

    def name(self, language: str) -> str:
        """Return the name in a language; there is a Vietnamese and a Chinese one."""
        return self.name_zh if language == "zh" and self.name_zh else self.name_vi


def agreement_on(agreements: Iterable[AgreementFacts], day: date) -> AgreementFacts | None:
    """Return the agreement in force on a day, or None."""
    return next(
        (
            agreement
            for agreement in agreements
            if agreement.valid_from <= day and (agreement.valid_to is None or day <= agreement.valid_to)
        ),
        None,
    )


def check_agreement(
    agreement: AgreementFacts | None,
    *,
    valid_from: date,
    valid_to: date,
    document_type: str,
    sector: str = "",
) -> tuple[Problem, ...]:
    """Warn when a period, a paper or a sector is beyond the agreement of the first day, if there is one.

    `sector` is the employer's where the register knows it. Warnings only: what blocks stands in product.md.
    """
    if agreement is None:
        return ()
    found = []
    names = {"agreement": agreement.name("vi"), "agreement_zh": agreement.name("zh")}
    days = (valid_to - valid_from).days + 1
    if days > agreement.longest_stay_days:
        longest = agreement.longest_stay_days
        code, column = ProblemCode.AGREEMENT_STAY, Column.VALID_TO
        found.append(problem(code, column=column, days=days, longest=longest, **names))
    if agreement.papers and document_type not in agreement.papers:
        found.append(problem(ProblemCode.AGREEMENT_PAPER, column=Column.DOCUMENT_TYPE, **names))
    if agreement.sectors and sector and sector not in agreement.sectors:
        found.append(problem(ProblemCode.AGREEMENT_SECTOR, column=Column.EMPLOYER, **names))
    return tuple(found)
