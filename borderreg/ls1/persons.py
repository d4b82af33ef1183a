"""The sealed part of a code: what an officer compares, readable only with a seal key of a gate device."""

import cbor2

from borderreg.crypto import apply_seal
from borderreg.domain.errors import BadInput
from borderreg.domain.passes import Person
from borderreg.ls1.cose import load_strictly

SEXES = ("M", "F")  # on the wire 0 male, 1 female


class SealBroken(BadInput):
    """The sealed part does not open with this key; the code itself may well be genuine."""

    code = "seal_broken"


def seal_person(person: Person, *, cti: bytes, seal_key: bytes) -> bytes:
    """Seal a person for one code; integrity comes from the code's signature over the result."""
    return apply_seal(_encode(person), cti=cti, seal_key=seal_key)


def open_person(sealed: bytes, *, cti: bytes, seal_key: bytes) -> Person:
    """Open what `seal_person` sealed; SealBroken with another key or another code's `cti`."""
    data = apply_seal(sealed, cti=cti, seal_key=seal_key)
    parts = load_strictly(data)
    if (
        type(parts) is not list
        or [type(part) for part in parts] != [str, str, int, str]
        or parts[2] not in (0, 1)
    ):
        raise SealBroken("Không mở được phần thông tin người lao động.")
    name, birth, sex, id_last4 = parts
    try:
        person = Person(name=name, birth=_dashed(birth), sex=SEXES[sex], id_last4=id_last4)
    except ValueError as error:
        raise SealBroken("Không mở được phần thông tin người lao động.") from error
    if _encode(person) != data:
        raise SealBroken("Không mở được phần thông tin người lao động.")
    return person


def _encode(person: Person) -> bytes:
    return cbor2.dumps([person.name, person.birth.replace("-", ""), SEXES.index(person.sex), person.id_last4])


def _dashed(birth: str) -> str:
    return f"{birth[:4]}-{birth[4:6]}-{birth[6:]}" if len(birth) == 8 else birth
