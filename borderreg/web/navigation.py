"""The items of the service navigation per role, in one table; an item shows once its endpoint exists."""

from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import lazy_gettext as _l

from borderreg.domain.access import Role
from borderreg.web.words import language

_COMMUNE = (
    (_l("Việc cần làm"), "commune.home"),
    (_l("Danh sách"), "commune.lists"),
    (_l("Người lao động"), "commune.workers"),
    (_l("Người đang đi làm"), "commune_people.people"),
    (_l("Việc trong tháng"), "commune_month.home"),
    (_l("Số liệu"), "province.list_reports"),
)
_GATE = (
    (_l("Cửa khẩu"), "gate.home"),
    (_l("Quét mã"), "gate_app.shell"),
    (_l("Sổ ghi nhận"), "gate.log"),
    (_l("Thiết bị"), "gate.list_devices"),
)
_PROVINCE = (
    (_l("Tổng quan"), "province.home"),
    (_l("Số liệu"), "province.list_reports"),
    (_l("Tra cứu"), "province.search"),
    (_l("Nơi làm việc"), "employers.index"),
    (_l("Dữ liệu chưa khớp"), "province.contradictions"),
)

_POSTS = (_l("Bàn giao"), "posts.index")
_REPORTS = (_l("Báo cáo của xã"), "province_monthly.home")
_PERIODIC = (_l("Báo cáo của tỉnh"), "provincial.home")
_REFERENCE = (_l("Danh mục"), "reference.index")
_HELP = (_l("Đề nghị giúp đỡ"), "province_monthly.help_list")

# role → (home endpoint, items of (words, endpoint)); product.md, "Who uses it"
ITEMS: dict[Role, tuple[str, tuple[tuple[Any, str], ...]]] = {
    Role.COMMUNE_OFFICER: ("commune.home", _COMMUNE),
    Role.COMMUNE_CHIEF: ("commune.home", (*_COMMUNE, _POSTS)),
    Role.GATE_OFFICER: ("gate.home", _GATE),
    Role.GATE_COMMANDER: ("gate.home", (*_GATE, _POSTS)),
    Role.FOREIGN_AFFAIRS: ("province.home", (*_PROVINCE, _PERIODIC, _REPORTS, _HELP, _REFERENCE)),
    Role.PROTECTION: (
        "province.home",
        (*_PROVINCE, _HELP, (_l("Hồ sơ bảo hộ"), "protection.home"), (_l("Tin báo"), "tips.index")),
    ),
    Role.ADMIN: (
        "admin.list_users",
        (
            (_l("Người dùng"), "admin.list_users"),
            (_l("Đơn vị"), "admin.organisations"),
            (_l("Danh mục"), "reference.index"),
            _POSTS,
            (_l("Thiết bị"), "admin_devices.list_devices"),
        ),
    ),
    Role.AUDITOR: ("audit.home", ((_l("Nhật ký"), "audit.home"), (_l("Kiểm tra"), "audit.verify"))),
}


def init_navigation(app: Flask) -> None:
    """Give every page who is looking (`viewer`) and where to go (`navigation`)."""
    app.context_processor(lambda: {"viewer": viewer(), "navigation": navigation(app)})


def viewer() -> dict[str, str] | None:
    """Return name, role and organisation of the person, in the reader's language; None when logged out."""
    actor, session = g.get("actor"), g.get("session")
    if actor is None or session is None:
        return None
    vi, en, zh = session.organisation_names
    names = {"vi": vi, "en": en or vi, "zh": zh or vi}
    return {"name": actor.name, "role": actor.role.value, "organisation": names.get(language(), vi)}


def navigation(app: Flask) -> list[tuple[Any, str, bool]]:
    """Return (words, address, active) of the items that the person's role has."""
    session = g.get("session")
    if session is None or session.must_change_password:
        return []
    items = ITEMS[session.actor.role][1]
    shown = [(words, url_for(endpoint)) for words, endpoint in items if endpoint in app.view_functions]
    here = _nearest([address for _, address in shown])
    return [(words, address, address == here) for words, address in shown]


def _nearest(addresses: list[str]) -> str | None:
    """Return the item whose page this is or lies under; under a role's first page lies nothing."""
    under = [address for address in addresses[1:] if request.path.startswith(f"{address}/")]
    return request.path if request.path in addresses else max(under, key=len, default=None)


def home_endpoint(role: Role) -> str:
    """Return the endpoint of a role's first page."""
    return ITEMS[role][0]
