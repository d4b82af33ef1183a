"""The demo's registers: firms of Chongzuo with codes that hold, recruiters with licences, the agreement."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import Engine, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor
from borderreg.domain.credit_codes import ALPHABET, check_character
from borderreg.domain.employers import EmployerFacts, RecruiterFacts, RegisterKind
from borderreg.domain.periods import local_day
from borderreg.models import Employer
from borderreg.services.employers import Typed, add_registered, match_or_propose
from borderreg.services.register_acts import suspend

CONTRACT = "Biên bản ghi nhớ hợp tác lao động Lạng Sơn – Sùng Tả"

# Vietnamese name, Chinese name, pinyin, county, sector, address, contact
FIRMS = (
    (
        "Công ty TNHH Mía đường Nam Hoa",
        "宁明南华糖业有限公司",
        "Ningming Nanhua Tangye",
        *("451422", "sugar", "Thành Trung, huyện Ninh Minh", "Hoàng Kiến Quốc"),
    ),
    (
        "Xưởng gỗ Hoà Thuận",
        "凭祥市和顺木业加工厂",
        "Pingxiang Heshun Muye",
        *("451481", "timber", "Hạ Thạch, Bằng Tường", "Lục Vĩnh Phúc"),
    ),
    (
        "Công ty TNHH Điện tử Vượng Thịnh",
        "广西凭祥旺盛电子有限公司",
        "Pingxiang Wangsheng Dianzi",
        *("451481", "electronics", "Khu bảo thuế tổng hợp Bằng Tường", "Trần Lệ Hoa"),
    ),
    (
        "Nông trường Đông Phong",
        "龙州东风农场",
        "Longzhou Dongfeng Nongchang",
        *("451423", "farming", "Thuỷ Khẩu, huyện Long Châu", "Nông Chí Cường"),
    ),
    (
        "Hợp tác xã rau Tân Hoà",
        "大新新和蔬菜专业合作社",
        "Daxin Xinhe Shucai Hezuoshe",
        *("451424", "farming", "Thạc Long, huyện Đại Tân", "Triệu Quế Phương"),
    ),
    (
        "Công ty May mặc Cẩm Tú",
        "扶绥锦绣服装有限公司",
        "Fusui Jinxiu Fuzhuang",
        *("451421", "garments", "Khu công nghiệp Sơn Vu, huyện Phù Tuy", "Lý Tú Anh"),
    ),
    (
        "Công ty CP Đường Đông Á Sùng Tả",
        "广西崇左东亚糖业股份有限公司",
        "Chongzuo Dongya Tangye",
        *("451402", "sugar", "Quận Giang Châu", "Vi Minh Quang"),
    ),
    (
        "Công ty TNHH Giày da Hưng Long",
        "龙州兴隆鞋业有限公司",
        "Longzhou Xinglong Xieye",
        *("451423", "garments", "Khu công nghiệp huyện Long Châu", "Chu Quốc Hưng"),
    ),
    (
        "Công ty TNHH Kho vận Ái Điểm",
        "宁明爱店仓储物流有限公司",
        "Ningming Aidian Cangchu",
        *("451422", "logistics", "Ái Điểm, huyện Ninh Minh", "Nguyễn Hồng Bình"),
    ),
    (
        "Lò gạch Vạn Lợi",
        "天等万利砖厂",
        "Tiandeng Wanli Zhuanchang",
        *("451425", "construction", "Huyện Thiên Đẳng", "Hứa Đại Sơn"),
    ),
)
SUSPENDED = "Lò gạch Vạn Lợi"
PROPOSED = (Typed("Mía đường Nam Hoa Ninh Minh", "451422"), Typed("Xưởng mộc ông Lục", "451481"))


def fill_registers(engine: Engine, *, office: Actor, officer: Actor, chance: Random, at: datetime) -> None:
    """Fill both registers as the province would have, before the first list of the demo is imported."""
    today = local_day(at)
    for name_vi, name_zh, pinyin, county, sector, address, contact in FIRMS:
        facts = EmployerFacts(
            name_vi=name_vi,
            name_zh=name_zh,
            pinyin=pinyin,
            credit_code=_credit_code(chance, county),
            county=county,
            address=address,
            sector=sector,
            contact_name=contact,
            contact_phone=f"+86 771 {chance.randint(500, 899)} {chance.randint(1000, 9999)}",
        )
        _add(engine, office, facts, at)
    for recruiter in _recruiters(today):
        _add(engine, office, recruiter, at)
    _suspend(engine, office, at)
    write_on(engine, match_or_propose, actor=officer, kind=RegisterKind.EMPLOYER, typed=PROPOSED, at=at)


def _recruiters(today: date) -> tuple[RecruiterFacts, ...]:
    return (
        RecruiterFacts(
            name="Trung tâm Dịch vụ việc làm Lạng Sơn",
            licence_number="04/GP-SNV",
            licence_from=today - timedelta(days=500),
            licence_to=today + timedelta(days=900),
            address="Phường Lương Văn Tri",
            phone="0205 3812 345",
        ),
        RecruiterFacts(
            name="Công ty CP Cung ứng nhân lực Kỳ Cùng",
            licence_number="11/GP-SNV",
            licence_from=today - timedelta(days=700),
            licence_to=today + timedelta(days=80),
            address="Phường Kỳ Lừa",
            phone="0205 3717 246",
        ),
    )


def _add(engine: Engine, office: Actor, facts: EmployerFacts | RecruiterFacts, at: datetime) -> None:
    since = local_day(at)
    write_on(engine, add_registered, actor=office, facts=facts, since=since, source_document=CONTRACT, at=at)


def _suspend(engine: Engine, office: Actor, at: datetime) -> None:
    with read_on(engine) as session:
        found = session.scalars(select(Employer).where(Employer.name_vi == SUSPENDED)).one()
    write_on(
        engine,
        suspend,
        actor=office,
        kind=RegisterKind.EMPLOYER,
        object_id=found.id,
        version=found.version,
        first=local_day(at),
        last=None,
        reason="Nợ lương ba tháng của 12 lao động, chưa giải quyết",
        source_document="Công văn 214/SNgV-LS",
        at=at,
    )


def _credit_code(chance: Random, county: str) -> str:
    """Make up a code of a company in a county whose check character holds."""
    first = f"91{county}MA{''.join(chance.choice(ALPHABET) for _ in range(7))}"
    return first + check_character(first)
