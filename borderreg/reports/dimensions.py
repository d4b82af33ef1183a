"""The dimensions and row columns that several reports share, with their names in three languages."""

from borderreg.domain.reasons import Text
from borderreg.reports.questions import Dimension, RowColumn

COMMUNE = Dimension("commune", Text("Xã, phường", "Commune", "乡、坊"))
GATE = Dimension("gate", Text("Cửa khẩu", "Gate", "口岸"))
EMPLOYER = Dimension("employer", Text("Đơn vị sử dụng lao động", "Employer", "用工单位"))
COUNTRY = Dimension("country", Text("Nước", "Country", "国家"))
COUNTY = Dimension("county", Text("Huyện, thị", "County", "县、市"))
DAY = Dimension("day", Text("Ngày", "Day", "日期"))
HOUR = Dimension("hour", Text("Giờ", "Hour", "时段"), longest=31)
SECTOR = Dimension("sector", Text("Ngành nghề", "Sector", "行业"))
SEX = Dimension("sex", Text("Giới tính", "Sex", "性别"))
AGE = Dimension("age", Text("Nhóm tuổi", "Age band", "年龄段"))
PERMIT = Dimension("permit", Text("Loại giấy tờ", "Kind of permit", "证件类型"))
BAND = Dimension("band", Text("Số ngày quá hạn", "Days overdue", "逾期天数"))
REASON = Dimension("reason", Text("Lý do chính", "Main reason", "主要原因"))
STATE = Dimension("state", Text("Tình trạng", "State", "状态"))

PARTICULARS = (COMMUNE, COUNTY, EMPLOYER, SECTOR, SEX, AGE, PERMIT)
"""By what people are told apart in every report that knows their entry."""

NAME_COLUMN = RowColumn("name", Text("Họ và tên", "Name", "姓名"))
BIRTH_COLUMN = RowColumn("birth_year", Text("Năm sinh", "Birth year", "出生年"))
COMMUNE_COLUMN = RowColumn("commune", COMMUNE.label)
LIST_COLUMN = RowColumn("list_row", Text("Danh sách – dòng", "List – row", "名单—序号"))
EMPLOYER_COLUMN = RowColumn("employer", EMPLOYER.label)
COUNTY_COLUMN = RowColumn("county", COUNTY.label)
GATE_COLUMN = RowColumn("gate", GATE.label)
STATE_COLUMN = RowColumn("state", STATE.label, "state")
VALID_TO_COLUMN = RowColumn("valid_to", Text("Hạn trong danh sách", "Listed until", "名单有效期至"), "date")
SINCE_COLUMN = RowColumn("moment", Text("Xuất cảnh lúc", "Left at", "出境时间"), "datetime")
MOMENT_COLUMN = RowColumn("moment", Text("Thời điểm", "Time", "时间"), "datetime")
PERSON_COLUMNS = (NAME_COLUMN, BIRTH_COLUMN, COMMUNE_COLUMN, LIST_COLUMN)
