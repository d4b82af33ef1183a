"""Who works in the demo: one log-in per role, and the officers of more communes; one password for all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Role
from borderreg.services.installation import operator_of
from borderreg.services.users import acting_user, add_user

PASSWORD = "hoa-dao-xu-lang-2026"  # noqa: S105 (printed on the screen; a demo serves its own machine only)


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in that the demo prints."""

    username: str
    name: str
    role: Role
    organisation: str
    job: str


@dataclass(frozen=True, slots=True)
class CommuneStaff:
    """A commune of the demo with the two people whom a list needs, and hamlets of its people."""

    code: str
    officer: str
    chief: str
    hamlets: tuple[str, ...]


LOGINS = (
    Login("canbo.dongdang", "Nông Thị Mùi", Role.COMMUNE_OFFICER, "06184", "Cán bộ Công an xã Đồng Đăng"),
    Login("truong.dongdang", "Hoàng Văn Thắng", Role.COMMUNE_CHIEF, "06184", "Trưởng Công an xã Đồng Đăng"),
    Login("gac.huunghi", "Vi Văn Páo", Role.GATE_OFFICER, "HUUNGHI", "Chiến sĩ cửa khẩu Hữu Nghị"),
    Login("chihuy.huunghi", "Lộc Văn Chiến", Role.GATE_COMMANDER, "HUUNGHI", "Chỉ huy cửa khẩu Hữu Nghị"),
    Login("songoaivu", "Lương Thị Hoà", Role.FOREIGN_AFFAIRS, "SNGV", "Sở Ngoại vụ tỉnh"),
    Login("baoho", "Triệu Mùi Phấy", Role.PROTECTION, "BAOHO", "Cán bộ bảo hộ công dân"),
    Login("quantri", "Chu Văn Tuyền", Role.ADMIN, "ADMIN", "Quản trị hệ thống"),
    Login("kiemtra", "Bế Thị Mỷ", Role.AUDITOR, "KIEMTRA", "Kiểm tra nhật ký"),
)

COMMUNES = (
    CommuneStaff("06184", "Nông Thị Mùi", "Hoàng Văn Thắng", ("Khu Dây Thép", "Khu Ga", "Thôn Còn Kẹp")),
    CommuneStaff("06211", "Hứa Thị Phin", "Dương Hữu Sằn", ("Thôn Nà Nùng", "Thôn Pò Mạch", "Khối 4")),
    CommuneStaff("06172", "Lành Thị Hiệp", "Tô Văn Páo", ("Thôn Nà Mò", "Thôn Bản Tao", "Thôn Khơ Đa")),
    CommuneStaff("06148", "Lý Thị Quý", "Đàm Văn Kiểm", ("Thôn Nà Hình", "Thôn Pàn Pẻn", "Thôn Khuổi Phầy")),
    CommuneStaff("06541", "Đặng Mùi Nái", "Phùng Sầu Lìn", ("Thôn Co Sa", "Thôn Lặp Pịa", "Thôn Khuổi Lầy")),
    CommuneStaff(
        "06196", "Mông Thị Sao", "Lương Văn Lả", ("Thôn Bản Vàng", "Thôn Co Khuông", "Thôn Pắc Đây")
    ),
    CommuneStaff("06565", "Vi Thị Mến", "Hoàng Văn Tài", ("Thôn Bản Chu", "Thôn Pò Loi", "Thôn Nà Hin")),
    CommuneStaff("06058", "Lộc Thị Ngân", "Nông Văn Lềnh", ("Thôn Nà Pục", "Thôn Bình Nghi", "Thôn Pò Háng")),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people who act in the demo, by commune code; and at the gates."""

    officers: dict[str, Actor]
    chiefs: dict[str, Actor]
    commander: Actor
    office: Actor
    guard: Actor


def hire(session: Session, *, system_user: str, at: datetime) -> Cast:
    """Add the demo's users, who need not change their password."""
    operator = operator_of(session, system_user=system_user)
    for login in LOGINS:
        _add(session, operator, login.username, login.name, login.role, login.organisation, at)
    officers, chiefs = {}, {}
    for number, commune in enumerate(COMMUNES):
        names = ("canbo.dongdang", "truong.dongdang") if number == 0 else _usernames(commune)
        if number:
            _add(session, operator, names[0], commune.officer, Role.COMMUNE_OFFICER, commune.code, at)
            _add(session, operator, names[1], commune.chief, Role.COMMUNE_CHIEF, commune.code, at)
        officers[commune.code], chiefs[commune.code] = (
            acting_user(session, username=n, at=at) for n in names
        )
    return Cast(
        officers=officers,
        chiefs=chiefs,
        commander=acting_user(session, username="chihuy.huunghi", at=at),
        office=acting_user(session, username="songoaivu", at=at),
        guard=acting_user(session, username="gac.huunghi", at=at),
    )


def _usernames(commune: CommuneStaff) -> tuple[str, str]:
    return f"canbo.{commune.code}", f"truong.{commune.code}"


def _add(
    session: Session, operator: Actor, username: str, name: str, role: Role, organisation: str, at: datetime
) -> None:
    add_user(
        session,
        actor=operator,
        username=username,
        name=name,
        role=role.value,
        organisation_code=organisation,
        password=PASSWORD,
        at=at,
    )
