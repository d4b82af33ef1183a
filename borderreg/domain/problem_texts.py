"""Texts of the problem codes: code → variant → language; plain words that say what to do."""

# ruff: noqa: E501 (a text stays on one line)

from __future__ import annotations


def _say(vi: str, en: str, zh: str) -> dict[str, str]:
    return {"vi": vi, "en": en, "zh": zh}


TEXTS: dict[str, dict[str, dict[str, str]]] = {
    "missing": {
        "": _say(
            "Thiếu «{column}». Hãy điền ô này.",
            "“{column}” is missing. Fill it in.",
            "缺少“{column}”。请填写。",
        ),
        "column": _say(
            "Không thấy cột «{column}» trong dòng tiêu đề. Hãy thêm cột này hoặc dùng tệp mẫu.",
            "The header row has no column “{column}”. Add it or use the template.",
            "标题行中没有“{column}”列。请添加该列或使用模板。",
        ),
        "header": _say(
            "Không tìm thấy dòng tiêu đề (Họ và tên, Ngày sinh, Số CCCD…). Hãy dùng tệp mẫu.",
            "No header row was found (full name, birth date, personal id…). Use the template.",
            "未找到标题行（姓名、出生日期、身份证号等）。请使用模板。",
        ),
        "empty": _say(
            "Bảng không có người nào dưới dòng tiêu đề. Hãy điền ít nhất một dòng.",
            "There is nobody below the header row. Fill in at least one row.",
            "标题行下没有任何人员。请至少填写一行。",
        ),
        "sex": _say(
            "Giới tính «{value}» không đọc được. Hãy ghi Nam hoặc Nữ.",
            "The sex “{value}” cannot be read. Write Nam (male) or Nữ (female).",
            "无法识别性别“{value}”。请填写 Nam（男）或 Nữ（女）。",
        ),
        "name": _say(
            "«{column}» không có chữ cái nào. Hãy ghi đúng họ, chữ đệm và tên như trên giấy tờ.",
            "“{column}” holds no letter. Write the name as it stands on the paper.",
            "“{column}”中没有文字。请按证件填写姓名。",
        ),
        "date": _say(
            "«{column}» là «{value}», không đọc được. Hãy ghi ngày/tháng/năm, ví dụ 05/02/2027.",
            "“{column}” is “{value}”, which cannot be read. Write day/month/year, such as 05/02/2027.",
            "“{column}”为“{value}”，无法识别。请按 日/月/年 填写，例如 05/02/2027。",
        ),
    },
    "personal_id_format": {
        "": _say(
            "Số CCCD phải có đúng 12 chữ số; ô này có {count}. Hãy đối chiếu với thẻ và ghi dưới dạng văn bản.",
            "The personal id has exactly 12 digits; this cell has {count}. Compare the card; store it as text.",
            "身份证号须为12位数字，此单元格为{count}位。请核对证件并以文本格式填写。",
        ),
        "characters": _say(
            "Số CCCD chỉ gồm 12 chữ số 0–9; ô này có ký tự khác. Hãy đối chiếu với thẻ.",
            "The personal id is 12 digits 0–9; this cell holds other characters. Compare the card.",
            "身份证号仅由12位数字0–9组成，此单元格含有其他字符。请核对证件。",
        ),
        "rounded": _say(
            "Bảng tính đã làm tròn số CCCD. Hãy đổi ô sang dạng văn bản và gõ lại đủ 12 chữ số.",
            "The spreadsheet has rounded the personal id. Make the cell text and type all 12 digits again.",
            "电子表格已将身份证号四舍五入。请改为文本格式并重新输入12位数字。",
        ),
    },
    "personal_id_zeros_restored": {
        "": _say(
            "Số CCCD bị mất {count} số 0 ở đầu; đã khôi phục thành …{last4}. Hãy đối chiếu với thẻ.",
            "The personal id had lost {count} leading zero(s), restored; it ends in {last4}. Compare the card.",
            "身份证号丢失了{count}个前导零，已恢复，末四位为{last4}。请核对证件。",
        ),
    },
    "personal_id_prefix": {
        "": _say(
            "Ba số đầu {prefix} của số CCCD không phải mã tỉnh nơi đăng ký khai sinh. Hãy đối chiếu với thẻ.",
            "The first three digits {prefix} of the personal id are no province of birth registration. Check the card.",
            "身份证号前三位{prefix}不是出生登记省份代码。请核对证件。",
        ),
    },
    "personal_id_sex": {
        "": _say(
            "Chữ số thứ tư của số CCCD không khớp giới tính «{sex}». Hãy đối chiếu với thẻ.",
            "The fourth digit of the personal id disagrees with the sex “{sex}”. Check the card.",
            "身份证号第四位与性别“{sex}”不符。请核对证件。",
        ),
    },
    "personal_id_birth": {
        "": _say(
            "Số CCCD cho năm sinh {id_year}, danh sách ghi {year}. Hãy đối chiếu với thẻ.",
            "The personal id says born in {id_year}, the list says {year}. Check the card.",
            "身份证号显示出生年份为{id_year}，名单为{year}。请核对证件。",
        ),
    },
    "birth_date": {
        "": _say(
            "Ngày sinh «{value}» không đọc được. Hãy ghi ngày/tháng/năm (05/02/1990) hoặc chỉ năm (1990).",
            "The birth date “{value}” cannot be read. Write day/month/year (05/02/1990) or only the year (1990).",
            "无法识别出生日期“{value}”。请按 日/月/年（05/02/1990）或仅年份（1990）填写。",
        ),
        "future": _say(
            "Ngày sinh {value} ở trong tương lai. Hãy đối chiếu với giấy tờ.",
            "The birth date {value} lies in the future. Compare the paper.",
            "出生日期{value}晚于今天。请核对证件。",
        ),
        "too_old": _say(
            "Ngày sinh {value} cho tuổi trên {years}. Hãy đối chiếu với giấy tờ.",
            "The birth date {value} gives an age above {years}. Compare the paper.",
            "出生日期{value}对应年龄超过{years}岁。请核对证件。",
        ),
    },
    "minor": {
        "": _say(
            "Người này chưa đủ 18 tuổi vào ngày {day}; không được đưa vào danh sách đi làm việc. "
            "Hãy báo chỉ huy và kiểm tra xem có ai đưa đi không.",
            "This person is under 18 on {day} and cannot be on a list of workers. "
            "Tell your chief and find out who is taking the person away.",
            "此人于{day}未满18岁，不得列入务工名单。请报告领导并核实是否有人组织其外出。",
        ),
        "year_only": _say(
            "Chỉ có năm sinh {year}: chưa chắc đã đủ 18 tuổi vào ngày {day}. Hãy ghi đủ ngày, tháng sinh theo giấy tờ.",
            "Only the birth year {year} is known: not certainly 18 on {day}. Give day and month as on the paper.",
            "仅有出生年份{year}：无法确定于{day}已满18岁。请按证件填写完整出生日期。",
        ),
    },
    "document_type": {
        "": _say(
            "Loại giấy tờ «{value}» không có trong danh mục. Hãy ghi một trong: {known}.",
            "The document type “{value}” is unknown. Write one of: {known}.",
            "证件类型“{value}”不在目录中。请填写：{known}。",
        ),
        "not_in_force": _say(
            "Loại giấy tờ «{value}» không được dùng vào ngày {day}. Hãy ghi một trong: {known}.",
            "The document type “{value}” is not in use on {day}. Write one of: {known}.",
            "证件类型“{value}”于{day}不可用。请填写：{known}。",
        ),
    },
    "document_number": {
        "": _say(
            "Số {type} không đúng dạng: cần {rule}. Hãy đối chiếu với giấy tờ.",
            "The number of the {type} has the wrong form: {rule} is needed. Compare the paper.",
            "{type}号码格式不正确：应为{rule}。请核对证件。",
        ),
    },
    "document_expired": {
        "": _say(
            "Giấy tờ hết hạn ngày {expires}, trước ngày xuất cảnh {day}. Người này cần đổi giấy tờ trước khi đi.",
            "The paper expires on {expires}, before the day of exit {day}. It must be renewed before leaving.",
            "证件于{expires}到期，早于出境日{day}。出境前须换发证件。",
        ),
    },
    "document_short": {
        "": _say(
            "Giấy tờ hết hạn ngày {expires}, còn dưới {months} tháng vào ngày xuất cảnh {day}. Nên đổi trước khi đi.",
            "The paper expires on {expires}, less than {months} months after the exit on {day}. Better renew it first.",
            "证件于{expires}到期，距出境日{day}不足{months}个月。建议出境前换发。",
        ),
        "before_end": _say(
            "Giấy tờ hết hạn ngày {expires}, trước ngày cuối của thời gian đi ({day}). Hãy rút ngắn thời gian hoặc đổi giấy tờ.",
            "The paper expires on {expires}, before the last day of the period ({day}). Shorten the period or renew it.",
            "证件于{expires}到期，早于期限最后一天（{day}）。请缩短期限或换发证件。",
        ),
    },
    "border_pass_not_border_commune": {
        "": _say(
            "Giấy thông hành chỉ cấp cho người thường trú ở xã biên giới; {commune} không phải xã biên giới. Cần hộ chiếu.",
            "A border pass is only for residents of border communes; {commune} is none. A passport is needed.",
            "边境通行证仅发给边境乡居民；{commune}不是边境乡。需持护照。",
        ),
    },
    "outside_border_zone": {
        "": _say(
            "{county} nằm ngoài khu vực biên giới: giấy thông hành không dùng được ở đó. Nên đi bằng hộ chiếu.",
            "{county} lies outside the border zone, where a border pass does not hold. Better travel on a passport.",
            "{county}不在边境地区，边境通行证在该地无效。建议持护照前往。",
        ),
    },
    "county_unknown": {
        "": _say(
            "Không có huyện, thị «{value}» trong danh mục; giữ nguyên chữ đã ghi. Danh mục: {known}.",
            "The county “{value}” is not in the register; kept as written. Known: {known}.",
            "目录中没有县市“{value}”，已按原文保留。目录：{known}。",
        ),
    },
    "period": {
        "": _say(
            "Thời gian đi không hợp lệ. Hãy kiểm tra «Từ ngày» và «Đến ngày».",
            "The period is not valid. Check “from” and “until”.",
            "期限无效。请检查“起始日期”和“截止日期”。",
        ),
        "unreadable": _say(
            "«{column}» là «{value}», không đọc được. Hãy ghi ngày/tháng/năm, ví dụ 05/02/2027.",
            "“{column}” is “{value}”, which cannot be read. Write day/month/year, such as 05/02/2027.",
            "“{column}”为“{value}”，无法识别。请按 日/月/年 填写，例如 05/02/2027。",
        ),
        "reversed": _say(
            "«Đến ngày» {valid_to} trước «Từ ngày» {valid_from}. Hãy sửa lại.",
            "“Until” {valid_to} comes before “from” {valid_from}. Correct it.",
            "截止日期{valid_to}早于起始日期{valid_from}。请更正。",
        ),
        "past": _say(
            "Thời gian đi đã hết ngày {valid_to}. Hãy ghi thời gian từ hôm nay trở đi.",
            "The period ended on {valid_to}. Give a period from today on.",
            "期限已于{valid_to}结束。请填写今天以后的期限。",
        ),
        "too_long": _say(
            "Thời gian đi {days} ngày, dài hơn mức cho phép {longest} ngày. Hãy rút ngắn «Đến ngày».",
            "The period of {days} days is longer than the {longest} allowed. Shorten “until”.",
            "期限为{days}天，超过允许的{longest}天。请缩短截止日期。",
        ),
        "too_far": _say(
            "«Đến ngày» {valid_to} xa hơn ngày muộn nhất mà mã có thể mang ({latest}). Hãy ghi ngày sớm hơn.",
            "“Until” {valid_to} lies beyond the last day that a code can carry ({latest}). Give an earlier day.",
            "截止日期{valid_to}超过二维码可载的最晚日期（{latest}）。请填写更早的日期。",
        ),
    },
    "employer_suspended": {
        "": _say(
            "Đơn vị «{employer}» đang bị tạm dừng nhận lao động. Hãy chọn đơn vị khác hoặc liên hệ Sở Ngoại vụ.",
            "The employer “{employer}” is suspended. Choose another or contact the foreign-affairs office.",
            "用工单位“{employer}”已被暂停用工。请另选单位或联系外事厅。",
        ),
    },
    "gate_unknown": {
        "": _say(
            "Không có cửa khẩu «{value}» trong danh mục. Hãy ghi một trong: {known}.",
            "The gate “{value}” is unknown. Write one of: {known}.",
            "目录中没有口岸“{value}”。请填写：{known}。",
        ),
        "none": _say(
            "Hiện không có cửa khẩu quốc tế nào mở cho người. Hãy liên hệ Sở Ngoại vụ.",
            "No international gate is open to people now. Contact the foreign-affairs office.",
            "目前没有对人员开放的国际口岸。请联系外事厅。",
        ),
    },
    "gate_not_international": {
        "": _say(
            "{gate} không phải cửa khẩu quốc tế cho người: đi làm việc chỉ qua cửa khẩu quốc tế. Hãy ghi một trong: {known}.",
            "{gate} is no international gate for people, and workers leave only through these: {known}.",
            "{gate}不是国际客运口岸；务工人员只能经国际口岸出境：{known}。",
        ),
    },
    "duplicate_in_file": {
        "": _say(
            "Trùng số CCCD với dòng {other_row}; dòng này không được nhập. Hãy xoá một trong hai.",
            "Same personal id as row {other_row}; this row is left out. Delete one of the two.",
            "与第{other_row}行身份证号重复，此行未导入。请删除其中一行。",
        ),
    },
    "duplicate_open_entry": {
        "": _say(
            "Người này đang có tên trong danh sách {list}. Hãy quyết định và ghi lý do trước khi xác nhận.",
            "This person already stands on list {list}. Decide, with a reason, before certifying.",
            "此人已在名单{list}中。确认前须作出决定并注明理由。",
        ),
        "overlap": _say(
            "Người này có thời gian đi trùng với danh sách {list} ({valid_from} – {valid_to}). "
            "Hãy quyết định và ghi lý do trước khi xác nhận.",
            "This person's period overlaps with list {list} ({valid_from} – {valid_to}). "
            "Decide, with a reason, before certifying.",
            "此人的期限与名单{list}（{valid_from} – {valid_to}）重叠。确认前须作出决定并注明理由。",
        ),
    },
    "same_name_and_birth": {
        "": _say(
            "Cùng họ tên và ngày sinh với dòng {other_row}, số CCCD khác nhau. Hãy kiểm tra có phải hai người.",
            "Same name and birth date as row {other_row}, with another personal id. Make sure that they are two people.",
            "与第{other_row}行姓名及出生日期相同，但身份证号不同。请核实是否为两人。",
        ),
        "year": _say(
            "Cùng họ tên và năm sinh {year} với dòng {other_row}, số CCCD khác nhau. Hãy kiểm tra có phải hai người.",
            "Same name and birth year {year} as row {other_row}, with another personal id. Make sure that they are two people.",
            "与第{other_row}行姓名及出生年份{year}相同，但身份证号不同。请核实是否为两人。",
        ),
        "registered": _say(
            "Đã có người cùng họ tên và ngày sinh trong sổ của xã, số CCCD khác (…{last4}). Hãy kiểm tra có phải hai người.",
            "The commune's register holds the same name and birth date with another personal id (…{last4}). "
            "Make sure that they are two people.",
            "本乡登记册中已有同名同生日、身份证号不同（…{last4}）的人员。请核实是否为两人。",
        ),
    },
    "number_of_other": {
        "": _say(
            "Trong sổ của đơn vị, số CCCD này là của {name}, sinh {birth}. Hãy đối chiếu với thẻ: sửa số, hoặc xác nhận là cùng một người.",
            "In your register this personal id belongs to {name}, born {birth}. Compare the card: correct the number, or confirm that it is one person.",
            "本单位登记册中，该身份证号属于{name}（出生{birth}）。请核对证件：更正号码，或确认是同一人。",
        ),
    },
    "column_twice": {
        "": _say(
            "Cột «{column}» được chọn cho hai cột của tệp. Hãy chỉ giữ một.",
            "“{column}” is chosen for two columns of the file. Keep only one.",
            "文件中有两列都选为“{column}”。请只保留一列。",
        ),
    },
    "formula": {
        "": _say(
            "«{column}» là công thức, không nhập được. Hãy dán lại dưới dạng giá trị (Dán đặc biệt → Giá trị).",
            "“{column}” is a formula and is not imported. Paste it as a value (Paste special → Values).",
            "“{column}”为公式，无法导入。请以数值形式重新粘贴（选择性粘贴→数值）。",
        ),
    },
    "too_long": {
        "": _say(
            "«{column}» dài {length} ký tự, tối đa {longest}. Hãy ghi ngắn lại.",
            "“{column}” is {length} characters long, at most {longest}. Make it shorter.",
            "“{column}”长度为{length}个字符，最多{longest}个。请缩短。",
        ),
        "bytes": _say(
            "«{column}» quá dài so với chỗ trong mã QR ({length} byte, tối đa {longest}). Hãy ghi ngắn lại.",
            "“{column}” is too long for the code ({length} bytes, at most {longest}). Make it shorter.",
            "“{column}”超出二维码容量（{length}字节，最多{longest}）。请缩短。",
        ),
    },
    "control_characters": {
        "": _say(
            "«{column}» có ký tự ẩn ({character}). Hãy xoá ô và gõ lại.",
            "“{column}” holds a hidden character ({character}). Clear the cell and type it again.",
            "“{column}”含有隐藏字符（{character}）。请清空单元格后重新输入。",
        ),
    },
    "row_limit": {
        "": _say(
            "Bảng có hơn {limit} dòng; các dòng từ {first} trở đi không được nhập. Hãy chia thành nhiều tệp.",
            "The sheet has more than {limit} rows; those from {first} on are left out. Split the file.",
            "表格超过{limit}行；第{first}行起未导入。请拆分文件。",
        ),
    },
}
