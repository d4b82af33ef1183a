"""What every shape of the API is made of: bounded plain texts and strict objects."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _plain(text: str) -> str:
    if _HIDDEN.search(text):
        raise ValueError("control or bidirectional characters")
    return text


Short = Annotated[str, StringConstraints(max_length=64), AfterValidator(_plain)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
Note = Annotated[str, StringConstraints(max_length=500), AfterValidator(_plain)]
Given = Field(min_length=1)
Digits = Annotated[str, StringConstraints(min_length=1, max_length=8192)]  # the largest QR holds 7,089
Cti = Annotated[str, StringConstraints(pattern="^[0-9a-fA-F]{16}$")]
Direction = Literal["departure", "return"]


class Shape(BaseModel):
    """A shape of the API: types are strict, unknown members are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Journey(Shape):
    """Where the worker is."""

    state: Literal["home", "abroad", "contradictory"]
    country: str | None = None
    since: str | None = None
    gate: str | None = None
    gate_name: str | None = None
