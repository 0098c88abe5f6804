"""A second township with its own centre, four positions, village point and staff; more staff in the first.

Whatever one township's people must not see of the other's needs another township.
"""

from typing import cast

from tongban.directory.commands import (
    Appointment,
    SiteInput,
    appoint,
    give_second_factors,
    open_site,
    register_body,
)
from tongban.site.demo.county import PASSWORD, SETUP, SINCE
from tongban.site.demo.places import COMPLAINTS, HOURS, POSITIONS

POINT = (("agency", "代办员"),)

# username, staff code, name, site, position, role, holder; two persons twice: two assignments of one account
MORE_PEOPLE = (
    ("mn-clerk", "MN-01", "纳志刚", "MN", "social_security", "clerk", "A"),
    ("mn-clerk-mz", "MN-02", "纳秀芳", "MN", "civil_affairs", "clerk", "A"),
    ("mn-reviewer", "MN-03", "纳建军", "MN", "social_security", "reviewer", "A"),
    ("mn-approver", "MN-04", "纳文明", "MN", "leadership", "approver", "A"),
    ("mn-assister", "ML-01", "纳桂英", "MN-ML", "agency", "assister", "A"),
    ("two-hats", "SL-90", "柳双全", "SL", "civil_affairs", "clerk", "B"),
    ("two-hats", "SL-90", "柳双全", "MN", "social_security", "clerk", "B"),
    ("two-hats-2", "SL-91", "柳双成", "SL", "civil_affairs", "clerk", "B"),
    ("two-hats-2", "SL-91", "柳双成", "MN", "social_security", "clerk", "B"),
)


def load() -> None:
    """Set it up beside the demonstration county."""
    _bodies()
    for site in _sites():
        open_site(SETUP, site, idempotency_key=f"authority-site-{site.code}")
    for username, code, name, site_code, position, role, holder in MORE_PEOPLE:
        appoint(
            SETUP,
            Appointment(
                staff_code=code,
                name=name,
                phone="",
                site_code=site_code,
                position_code=position,
                role=role,
                holder=holder,
                starts=SINCE,
                username=username,
                password=PASSWORD,
            ),
            idempotency_key=f"authority-person-{code}-{site_code}",
        )
    give_second_factors(SETUP)


def _bodies() -> None:
    for code, name, short_name, level, division, prefix in (
        ("MN", "永宁县闽宁镇人民政府", "永闽政", "township", "640121104000", "MNZ"),
    ):
        register_body(
            SETUP,
            code=code,
            name=name,
            short_name=short_name,
            level=level,
            division_code=division,
            case_prefix=prefix,
            reconsideration_body="永宁县人民政府",
            court="永宁县人民法院",
            idempotency_key=f"authority-body-{code}",
        )


def _site(code: str, name: str, kind: str, division: str, body: str, **more: object) -> SiteInput:
    return SiteInput(
        code=code,
        name=name,
        kind=kind,
        division_code=division,
        body_code=body,
        address=f"{name}（演示地址）",
        phone="0951-8030010",
        complaint_phone=COMPLAINTS,
        handled_by=str(more.get("handled_by", "")),
        positions=cast(tuple[tuple[str, str], ...], more["positions"]),
        windows=(),
        hours=HOURS,
    )


def _sites() -> tuple[SiteInput, ...]:
    return (
        _site(
            "MN",
            "闽宁镇民生服务中心",
            "centre",
            "640121104000",
            "MN",
            positions=(*POSITIONS, ("leadership", "镇负责人")),
        ),
        _site(
            "MN-ML",
            "木兰村为民办事全程代办点",
            "village_point",
            "640121104201",
            "MN",
            handled_by="MN",
            positions=POINT,
        ),
    )
