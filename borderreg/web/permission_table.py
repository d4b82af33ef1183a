"""Every address with what it asks for, in one table; the views agree, docs/permissions.md is made of it.

The views declare the same with `@requires` and `@public`; saying it twice makes a slip of either one visible
(tests/web/test_access_matrix.py compares them and tries every address as every role).
"""

from dataclasses import dataclass

from flask import Flask

from borderreg.domain.access import ROLE_PERMISSIONS, Permission, Role
from borderreg.web.security import API, PUBLIC

_P = Permission


@dataclass(frozen=True, slots=True)
class PageAccess:
    """What an endpoint asks for: a permission, PUBLIC, API; `owned`: the object that is one's own or 404."""

    permission: Permission | str
    owned: str = ""


def _page(permission: Permission | str, owned: str = "") -> PageAccess:
    return PageAccess(permission, owned)


PAGES: dict[str, PageAccess] = {
    "static": _page(PUBLIC),
    "home.index": _page(PUBLIC),
    "health.healthz": _page(PUBLIC),
    "accounts.log_in": _page(PUBLIC),
    "accounts.log_out": _page(PUBLIC),
    "accounts.set_language": _page(PUBLIC),
    "accounts.own_account": _page(_P.ACCOUNT_OWN),
    "accounts.end_session": _page(_P.ACCOUNT_OWN, "session"),
    "accounts.confirm": _page(_P.ACCOUNT_OWN),
    "accounts.change_password": _page(_P.ACCOUNT_OWN),
    "passkeys.ask_to_log_in": _page(PUBLIC),
    "passkeys.log_in": _page(PUBLIC),
    "passkeys.ask_to_confirm": _page(_P.ACCOUNT_OWN),
    "passkeys.ask_to_certify": _page(_P.LIST_CERTIFY, "list"),
    "passkeys.ask_to_add": _page(_P.ACCOUNT_OWN),
    "passkeys.add": _page(_P.ACCOUNT_OWN),
    "passkeys.remove": _page(_P.ACCOUNT_OWN, "passkey"),
    "drafts.save_draft": _page(_P.ACCOUNT_OWN),
    "drafts.discard_draft": _page(_P.ACCOUNT_OWN),
    "admin.list_users": _page(_P.USER_READ),
    "admin.add_user": _page(_P.USER_WRITE),
    "admin.show_user": _page(_P.USER_READ),
    "admin.reset_user": _page(_P.USER_WRITE),
    "admin.disable_user": _page(_P.USER_WRITE),
    "admin.organisations": _page(_P.REFERENCE_READ),
    "posts.index": _page(_P.POST_MANAGE),
    "posts.appoint": _page(_P.POST_MANAGE),
    "posts.hand_over": _page(_P.POST_MANAGE),
    "posts.end": _page(_P.POST_MANAGE),
    "admin_devices.list_devices": _page(_P.DEVICE_READ),
    "admin_devices.revoke_device": _page(_P.DEVICE_REVOKE, "device"),
    "audit.home": _page(_P.AUDIT_READ),
    "audit.records": _page(_P.AUDIT_READ),
    "audit.verify": _page(_P.AUDIT_VERIFY),
    "gate.home": _page(_P.GATE_READ),
    "gate.log": _page(_P.GATE_READ),
    "gate.list_devices": _page(_P.DEVICE_READ),
    "gate.invite": _page(_P.DEVICE_INVITE, "gate"),
    "gate.revoke": _page(_P.DEVICE_REVOKE, "device"),
    "shifts.index": _page(_P.GATE_READ),
    "shifts.show": _page(_P.GATE_READ, "shift_report"),
    "shifts.sign": _page(_P.QUARANTINE_REVIEW, "shift_report"),
    "shifts.choose_pin": _page(_P.EVENT_RECORD),
    "gate_files.index": _page(_P.DEVICE_INVITE),
    "gate_files.invite": _page(_P.DEVICE_INVITE, "gate"),
    "gate_files.enrol": _page(_P.DEVICE_INVITE),
    "gate_files.pack": _page(_P.DEVICE_INVITE, "device"),
    "gate_files.keys": _page(_P.DEVICE_INVITE),
    "gate_files.unsent": _page(_P.EVENT_IMPORT),
    "gate_app.shell": _page(PUBLIC),
    "gate_app.decoder_worker": _page(PUBLIC),
    "gate_app.strings": _page(PUBLIC),
    "gate_app.service_worker": _page(PUBLIC),
    "gate_app.manifest": _page(PUBLIC),
    "commune.home": _page(_P.LIST_READ),
    "commune.gate_load": _page(_P.LIST_READ),
    "commune.lists": _page(_P.LIST_READ),
    "commune.show_list": _page(_P.LIST_READ, "list"),
    "commune.rename_list": _page(_P.LIST_EDIT, "list"),
    "commune.submit_list": _page(_P.LIST_SUBMIT, "list"),
    "commune.discard_list": _page(_P.LIST_EDIT, "list"),
    "commune.restore_list": _page(_P.LIST_EDIT, "list"),
    "commune.template": _page(_P.LIST_EDIT),
    "commune.team": _page(_P.LIST_EDIT, "list"),
    "commune.save_team": _page(_P.LIST_EDIT, "list"),
    "commune.teams": _page(_P.LIST_EDIT),
    "commune.named_team": _page(_P.LIST_EDIT, "team"),
    "commune.rename_team": _page(_P.LIST_EDIT, "team"),
    "commune.archive_team": _page(_P.LIST_EDIT, "team"),
    "commune.restore_team": _page(_P.LIST_EDIT, "team"),
    "commune.import_list": _page(_P.LIST_EDIT),
    "commune.import_columns": _page(_P.LIST_EDIT, "list"),
    "commune.import_progress": _page(_P.LIST_EDIT, "list"),
    "commune.import_grid": _page(_P.LIST_EDIT, "list"),
    "commune.keep_import": _page(_P.LIST_EDIT, "list"),
    "commune.discard_import": _page(_P.LIST_EDIT, "list"),
    "commune.add_row": _page(_P.LIST_EDIT, "list"),
    "commune.edit_row": _page(_P.LIST_EDIT, "list"),
    "commune.remove_row": _page(_P.LIST_EDIT, "list"),
    "commune.restore_row": _page(_P.LIST_EDIT, "list"),
    "commune.decide": _page(_P.LIST_EDIT, "list"),
    "commune.notices": _page(_P.LIST_READ),
    "commune.see_notice": _page(_P.LIST_EDIT, "notice"),
    "commune.certify_list": _page(_P.LIST_CERTIFY, "list"),
    "commune.correct_row": _page(_P.LIST_CERTIFY, "list"),
    "commune.agree": _page(_P.LIST_SUBMIT, "list"),
    "commune.decline": _page(_P.LIST_SUBMIT, "list"),
    "commune.take_back": _page(_P.LIST_CERTIFY, "list"),
    "commune.return_list": _page(_P.LIST_RETURN, "list"),
    "commune.supplement": _page(_P.LIST_EDIT, "list"),
    "commune.withdraw": _page(_P.LIST_WITHDRAW, "list"),
    "commune.revoke": _page(_P.LIST_REVOKE, "list"),
    "commune.print_list": _page(_P.LIST_PRINT, "list"),
    "commune.reprint": _page(_P.LIST_PRINT, "list"),
    "commune.export_list": _page(_P.LIST_PRINT, "list"),
    "commune.workers": _page(_P.WORKER_WRITE),
    "commune.expiring": _page(_P.LIST_READ),
    "commune.add_worker": _page(_P.WORKER_WRITE),
    "commune.worker": _page(_P.WORKER_WRITE, "worker"),
    "commune.edit_worker": _page(_P.WORKER_WRITE, "worker"),
    "commune.add_document": _page(_P.WORKER_WRITE, "worker"),
    "commune.renew_document": _page(_P.WORKER_WRITE, "worker"),
    "commune.edit_document": _page(_P.WORKER_WRITE, "worker"),
    "commune.end_document": _page(_P.WORKER_WRITE, "worker"),
    "registers.suggest": _page(_P.LIST_EDIT),
    "registers.questions": _page(_P.LIST_EDIT),
    "employers.index": _page(_P.EMPLOYER_READ),
    "employers.recruiters": _page(_P.EMPLOYER_READ),
    "employers.show": _page(_P.EMPLOYER_READ),
    "employers.add": _page(_P.EMPLOYER_WRITE),
    "employers.edit": _page(_P.EMPLOYER_WRITE),
    "employers.suspend": _page(_P.EMPLOYER_WRITE),
    "employers.lift": _page(_P.EMPLOYER_WRITE),
    "employers.ask": _page(_P.EMPLOYER_WRITE),
    "employers.merge": _page(_P.EMPLOYER_WRITE),
    "commune_people.people": _page(_P.PEOPLE_FOLLOW),
    "commune_people.visit": _page(_P.PEOPLE_FOLLOW, "worker"),
    "commune_people.phones": _page(_P.PEOPLE_FOLLOW, "worker"),
    "commune_people.undo": _page(_P.PEOPLE_FOLLOW, "visit"),
    "commune_people.help_list": _page(_P.PEOPLE_FOLLOW),
    "commune_people.help_answer": _page(_P.PEOPLE_FOLLOW, "assistance"),
    "commune_people.known": _page(_P.PEOPLE_FOLLOW),
    "commune_people.add_known": _page(_P.PEOPLE_FOLLOW),
    "commune_people.show_known": _page(_P.PEOPLE_FOLLOW, "known"),
    "commune_people.known_phones": _page(_P.PEOPLE_FOLLOW, "known"),
    "commune_people.edit_known": _page(_P.PEOPLE_FOLLOW, "known"),
    "commune_people.end_known": _page(_P.PEOPLE_FOLLOW, "known"),
    "commune_month.home": _page(_P.MONTH_WRITE),
    "commune_month.report": _page(_P.MONTH_WRITE),
    "commune_month.send": _page(_P.MONTH_SEND),
    "commune_month.rows": _page(_P.MONTH_WRITE),
    "commune_month.paper": _page(_P.MONTH_WRITE),
    "commune_month.village": _page(_P.MONTH_WRITE),
    "commune_month.book": _page(_P.MONTH_WRITE),
    "commune_month.remove_line": _page(_P.MONTH_WRITE, "line"),
    "commune_month.offer": _page(_P.MONTH_WRITE, "seeker"),
    "commune_month.seeker_phone": _page(_P.MONTH_WRITE, "seeker"),
    "commune_month.pledges": _page(_P.MONTH_WRITE),
    "commune_month.hamlet": _page(_P.MONTH_WRITE),
    "commune_month.household": _page(_P.MONTH_WRITE, "household"),
    "commune_month.print_pledges": _page(_P.MONTH_WRITE),
    "commune_month.answer": _page(_P.MONTH_WRITE, "request"),
    "commune_month.send_request": _page(_P.MONTH_SEND, "request"),
    "province_monthly.home": _page(_P.REPORTS_COLLECT),
    "province_monthly.remind_communes": _page(_P.REPORTS_COLLECT),
    "province_monthly.table": _page(_P.REPORTS_COLLECT),
    "province_monthly.export": _page(_P.REPORTS_COLLECT),
    "province_monthly.report": _page(_P.REPORTS_COLLECT),
    "province_monthly.paper": _page(_P.REPORTS_COLLECT),
    "province_monthly.requests": _page(_P.REPORTS_COLLECT),
    "province_monthly.new_request": _page(_P.REPORTS_COLLECT),
    "province_monthly.show_request": _page(_P.REPORTS_COLLECT),
    "province_monthly.remind_request": _page(_P.REPORTS_COLLECT),
    "province_monthly.close": _page(_P.REPORTS_COLLECT),
    "province_monthly.export_request": _page(_P.REPORTS_COLLECT),
    "province_monthly.help_list": _page(_P.ASSISTANCE_HANDLE),
    "province_monthly.help_one": _page(_P.ASSISTANCE_HANDLE),
    "reference.index": _page(_P.REFERENCE_READ),
    "reference.show": _page(_P.REFERENCE_READ),
    "reference.add": _page(_P.REFERENCE_WRITE),
    "reference.change": _page(_P.REFERENCE_WRITE),
    "reference.end": _page(_P.REFERENCE_WRITE),
    "quarantine.index": _page(_P.QUARANTINE_REVIEW),
    "quarantine.decide": _page(_P.QUARANTINE_REVIEW),
    "closures.index": _page(_P.GATE_CLOSE),
    "closures.add": _page(_P.GATE_CLOSE),
    "closures.end": _page(_P.GATE_CLOSE, "closure"),
    "province.home": _page(_P.FIGURES_READ),
    "province.list_reports": _page(_P.FIGURES_READ),
    "province.report": _page(_P.FIGURES_READ),
    "province.rows": _page(_P.FIGURES_OPEN),
    "province.export": _page(_P.FIGURES_EXPORT),
    "province.search": _page(_P.WORKER_READ),
    "search.people": _page(_P.WORKER_READ),
    "search.suggestions": _page(_P.WORKER_READ),
    "province.worker": _page(_P.WORKER_READ, "worker"),
    "province.contradictions": _page(_P.FIGURES_OPEN),
    "province.contradiction": _page(_P.CONTRADICTION_CLOSE),
    "protection.home": _page(_P.CASE_READ),
    "protection.new_case": _page(_P.CASE_WRITE),
    "protection.show_case": _page(_P.CASE_READ),
    "protection.look": _page(_P.CASE_READ),
    "protection.add_person": _page(_P.CASE_WRITE),
    "protection.add_task": _page(_P.CASE_WRITE),
    "protection.finish_task": _page(_P.CASE_WRITE),
    "protection.add_note": _page(_P.CASE_WRITE),
    "protection.set_stop": _page(_P.CASE_WRITE),
    "protection.lift_stop": _page(_P.CASE_WRITE),
    "protection.close_case": _page(_P.CASE_WRITE),
    "protection.reopen_case": _page(_P.CASE_WRITE),
    "public.home": _page(PUBLIC),
    "public.how": _page(PUBLIC),
    "public.rights": _page(PUBLIC),
    "public.gates": _page(PUBLIC),
    "public.contacts": _page(PUBLIC),
    "public.slip": _page(PUBLIC),
    "load.public": _page(PUBLIC),
    "public_tips.leave": _page(PUBLIC),
    "public_tips.follow": _page(PUBLIC),
    "public_tips.more": _page(PUBLIC),
    "public_debrief.ask": _page(PUBLIC),
    "public_debrief.kiosk": _page(PUBLIC),
    "short_link.short": _page(PUBLIC),
    "api.enrol": _page(API),
    "api.choose_pin": _page(API),
    "api.report_shift": _page(API),
    "api.begin_shift": _page(API),
    "api.finish_shift": _page(API),
    "api.keys": _page(API),
    "api.verify": _page(API),
    "api.record_events": _page(API),
    "api.search": _page(API),
    "api.boarding": _page(API),
    "api.pack": _page(API),
    "api.device_state": _page(API),
    "api.openapi": _page(API),
}


def roles_of(access: PageAccess) -> tuple[Role, ...]:
    """Return the roles that may open an address in a browser."""
    if access.permission in (PUBLIC, API):
        return ()
    wanted = Permission(access.permission)
    return tuple(role for role in Role if role is not Role.OPERATOR and wanted in ROLE_PERMISSIONS[role])


def as_markdown(app: Flask) -> str:
    """Write docs/permissions.md: roles and permissions, then every address."""
    lines = [
        "# Permissions",
        "",
        "Made from `borderreg/domain/access.py` and `borderreg/web/permission_table.py` by",
        "`python -m tests.web.write_permissions`; a test fails when it is not current. What is in no table",
        "is refused. `operator` is the operator of the machine on the command line and has no pages.",
        "",
        "## Roles",
        "",
        "| permission | " + " | ".join(f"`{role}`" for role in Role) + " |",
        "|---|" + "---|" * len(Role),
    ]
    for permission in Permission:
        marks = ("●" if permission in ROLE_PERMISSIONS[role] else "" for role in Role)
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    lines += [
        "",
        "## Addresses",
        "",
        "“own” names the object in the address that must belong to the person's organisation (a",
        "session: to the person); another's answers 404, as if it did not exist. `public` needs no log-in;",
        "`device` is the gate devices' API with tokens of its own; a browser's session means nothing to it.",
        "",
        "| address | methods | asks for | own | roles |",
        "|---|---|---|---|---|",
        *sorted(_address_lines(app)),
    ]
    return "\n".join(lines) + "\n"


def _address_lines(app: Flask) -> set[str]:
    lines = set()
    for rule in app.url_map.iter_rules():
        access = PAGES[rule.endpoint]
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        asked = "device" if access.permission == API else access.permission
        roles = ", ".join(roles_of(access))
        lines.add(f"| `{rule.rule}` | {methods} | `{asked}` | {access.owned} | {roles} |")
    return lines
