"""A reference and a good row that the tests of lists start from."""

from datetime import date

from borderreg.domain.list_facts import RowReference
from borderreg.domain.list_places import CountyFacts, GateFacts

TODAY = date(2026, 11, 22)

COUNTIES = (
    CountyFacts("PINGXIANG", "Bằng Tường", "凭祥", "Pingxiang", on_border=True),
    CountyFacts("NINGMING", "Ninh Minh", "宁明", "Ningming", on_border=True),
    CountyFacts("LONGZHOU", "Long Châu", "龙州", "Longzhou", on_border=True),
    CountyFacts("DAXIN", "Đại Tân", "大新", "Daxin", on_border=True),
    CountyFacts("JIANGZHOU", "Giang Châu", "江州", "Jiangzhou", on_border=False),
    CountyFacts("FUSUI", "Phù Tuy", "扶绥", "Fusui", on_border=False),
    CountyFacts("TIANDENG", "Thiên Đẳng", "天等", "Tiandeng", on_border=False),
)

GATES = (
    GateFacts("HUUNGHI", "Hữu Nghị", "友谊关"),
    GateFacts("HUUNGHI", "Hữu Nghị", "友谊关", traffic="goods"),
    GateFacts("HUUNGHI", "Tân Thanh – Pò Chài", "浦寨", traffic="goods"),
    GateFacts("DONGDANG", "Ga Đồng Đăng", "凭祥站"),
    GateFacts("CHIMA", "Chi Ma", "爱店", class_="bilateral"),
)

REFERENCE = RowReference(commune="xã Đồng Đăng", commune_on_border=True, counties=COUNTIES, gates=GATES)

GOOD_ROW = {
    "name": "Nông Thị Mùi",
    "birth": "12/03/1990",
    "sex": "Nữ",
    "personal_id": "020190004521",
    "hamlet": "Thôn Pò Hà",
    "phone": "0912 345 678",
    "contact_name": "Vi Văn Páo",
    "contact_phone": "0987654321",
    "document_type": "Hộ chiếu",
    "document_number": "C1234567",
    "document_expires": "01/01/2030",
    "employer": "Công ty TNHH Mía đường Bằng Tường",
    "county": "Bằng Tường",
    "job": "chặt mía",
    "valid_from": "01/12/2026",
    "valid_to": "28/02/2027",
    "gates": "",
}
