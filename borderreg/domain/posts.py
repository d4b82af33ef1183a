"""Who holds a post when: hand-overs, stand-ins with dates, and in which capacity somebody signs.

Sign before a signatory's position: Decree 30/2020/NĐ-CP, annex I (KT. of a deputy, Q. of an acting head,
TUQ. of somebody authorised). The second-person rule knows people, not posts: it holds in every capacity.
"""

from enum import StrEnum

from borderreg.domain.access import Role


class SignsAs(StrEnum):
    """The prefix with which somebody signs in place of the head; empty for the head."""

    HEAD = ""
    DEPUTY = "KT."
    ACTING = "Q."
    AUTHORISED = "TUQ."


STAND_IN_SIGNS = (SignsAs.ACTING, SignsAs.AUTHORISED)
"""How somebody who is no deputy may sign while standing in; a deputy always signs KT."""

STAND_IN_ROLES: dict[Role, Role] = {
    Role.COMMUNE_OFFICER: Role.COMMUNE_CHIEF,
    Role.COMMUNE_CHIEF: Role.COMMUNE_CHIEF,
    Role.GATE_OFFICER: Role.GATE_COMMANDER,
    Role.GATE_COMMANDER: Role.GATE_COMMANDER,
}
"""The role that somebody of a role may hold for a time; of no other role a stand-in is known."""

LONGEST_STAND_IN = 92
"""Days: three months; a longer absence is a hand-over of the post."""
