"""How the keys of groups are called on a day, in three languages; each register is read once, when asked."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.age_bands import AGE_TEXTS
from borderreg.domain.documents_ import DOCUMENT_TYPES
from borderreg.domain.employers import SECTORS
from borderreg.domain.reasons import REASONS, Reason, Text
from borderreg.models import Commune, Country, County, Employer, Gate
from borderreg.reports.questions import UNKNOWN

UNKNOWN_TEXT = Text("Chưa rõ", "Not known", "不详")
BAND_TEXTS = {
    "1-7": Text("1–7 ngày", "1–7 days", "1–7天"),
    "8-30": Text("8–30 ngày", "8–30 days", "8–30天"),
    "over-30": Text("Trên 30 ngày", "More than 30 days", "30天以上"),
}


def same(text: str) -> Text:
    """Return a text that is written alike in every language, such as a proper name."""
    return Text(text, text, text)


class Names:
    """The names of communes, gates, counties, countries, reasons and bands on one day."""

    KEYS = frozenset({"commune", "gate", "county", "country", "reason", "band", "employer"})

    def __init__(self, session: Session, day: date) -> None:
        self._session = session
        self._day = day
        self._read: dict[str, dict[str, Text]] = {}

    def of(self, dimension: str, key: str) -> Text:
        """Return the name of a group; a key that no register knows stands for itself."""
        if key == UNKNOWN:
            return UNKNOWN_TEXT
        if dimension == "gate" and key.startswith("#"):
            return self._gates_of_mask(int(key[1:]))
        if dimension in FIXED:
            return FIXED[dimension].get(key) or same(key)
        return self.register(dimension).get(key) or same(key)

    def register(self, dimension: str) -> dict[str, Text]:
        """Return every key and name of a dimension, for a filter to offer; nothing where there is no list."""
        if dimension in FIXED:
            return FIXED[dimension]
        if dimension not in READERS:
            return {}
        if dimension not in self._read:
            self._read[dimension] = READERS[dimension](self._session, self._day)
        return self._read[dimension]

    def _gates_of_mask(self, mask: int) -> Text:
        if "bits" not in self._read:
            self._read["bits"] = {
                str(gate.bit): Text(gate.name_vi, gate.name_en, gate.name_zh)
                for gate in self._session.scalars(select(Gate).order_by(Gate.bit))
            }
        named = [text for bit, text in self._read["bits"].items() if mask >> int(bit) & 1]
        if not named:
            return UNKNOWN_TEXT
        return Text(*(", ".join(text[language] for text in named) for language in range(3)))


def _communes(session: Session, day: date) -> dict[str, Text]:
    query = select(Commune.code, Commune.name).where(
        Commune.valid_from <= day, Commune.valid_to.is_(None) | (Commune.valid_to >= day)
    )
    return {code: same(name) for code, name in session.execute(query.order_by(Commune.code))}


def _gates(session: Session, _day: date) -> dict[str, Text]:
    query = select(Gate).order_by(Gate.bit)
    return {gate.code: Text(gate.name_vi, gate.name_en, gate.name_zh) for gate in session.scalars(query)}


def _counties(session: Session, _day: date) -> dict[str, Text]:
    """Name counties by code and by Vietnamese name: entries keep the name as it was certified."""
    found = {}
    for county in session.scalars(select(County).order_by(County.code, County.valid_from)):
        text = Text(county.name_vi, county.pinyin, county.name_zh)
        found[county.code] = found[county.name_vi] = text
    return found


def _countries(session: Session, _day: date) -> dict[str, Text]:
    query = select(Country).order_by(Country.code)
    return {row.code: Text(row.name_vi, row.name_en, row.name_zh) for row in session.scalars(query)}


def _employers(session: Session, _day: date) -> dict[str, Text]:
    """Name employers by the name that lists and figures carry; in Chinese where the register knows it."""
    query = select(Employer.name_vi, Employer.pinyin, Employer.name_zh).where(Employer.merged_into.is_(None))
    return {
        row.name_vi: Text(row.name_vi, row.pinyin or row.name_vi, row.name_zh or row.name_vi)
        for row in session.execute(query.order_by(Employer.name_vi))
    }


READERS: dict[str, Callable[[Session, date], dict[str, Text]]] = {
    "commune": _communes,
    "gate": _gates,
    "county": _counties,
    "country": _countries,
    "employer": _employers,
}
FIXED: dict[str, dict[str, Text]] = {
    "sex": {"F": Text("Nữ", "Women", "女"), "M": Text("Nam", "Men", "男")},
    "age": AGE_TEXTS,
    "permit": {kind.code: Text(kind.name_vi, kind.name_en, kind.name_zh) for kind in DOCUMENT_TYPES},
    "sector": SECTORS,
    "hour": {f"{hour:02d}": same(f"{hour:02d}:00–{hour:02d}:59") for hour in range(24)},
    "reason": {reason.value: REASONS[reason].label for reason in Reason},
    "band": BAND_TEXTS,
}
