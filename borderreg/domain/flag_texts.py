"""Texts of the flags of an event and of the four classes of a verdict."""

from borderreg.domain.reason_codes import Flag, Text, VerdictClass

CLASS_TEXTS: dict[VerdictClass, Text] = {
    VerdictClass.ACCEPT: Text("Hợp lệ theo danh sách", "Valid on the list", "与名单相符"),
    VerdictClass.CHECK: Text("Cần kiểm tra", "To be checked", "需要核对"),
    VerdictClass.REFUSE: Text(
        "Chưa đủ điều kiện theo danh sách", "Conditions of the list not yet met", "尚未符合名单条件"
    ),
    VerdictClass.UNREADABLE: Text("Không đọc được", "Cannot be read", "无法读取"),
}

FLAGS: dict[Flag, Text] = {
    Flag.RETURN_WITHOUT_DEPARTURE: Text(
        "Về nhưng chưa có lượt xuất cảnh", "Return without a recorded departure", "有回国记录，无出境记录"
    ),
    Flag.OVERDUE: Text("Về sau hạn", "Back after the due date", "逾期回国"),
    Flag.RETURN_AFTER_EXPIRY: Text(
        "Về sau khi danh sách hết hạn", "Return after the list's period ended", "名单期满后回国"
    ),
    Flag.RETURN_OF_REVOKED: Text(
        "Về sau khi danh sách bị thu hồi hoặc rút tên",
        "Return after the entry was revoked or withdrawn",
        "名单撤销或撤名后回国",
    ),
    Flag.RETURN_OTHER_GATE: Text("Về qua cửa khẩu khác", "Return through another gate", "经其他口岸回国"),
    Flag.DECLARED_IDENTITY: Text("Nhân thân theo lời khai", "Identity as declared", "身份按本人陈述"),
    Flag.CODE_NOT_PROVEN: Text(
        "Đã ghi nhận, mã chưa xác thực được; sẽ ghép với hồ sơ sau",
        "Recorded; the code could not be proven and will be matched later",
        "已登记，码未能验证，稍后匹配",
    ),
    Flag.OUTSIDE_HOURS: Text("Ngoài giờ thông thường", "Outside the usual hours", "在通常时间以外"),
    Flag.OPENED_BY_ORDER: Text(
        "Mở theo lệnh của chỉ huy", "Opened by the commander's order", "按指挥员命令开放"
    ),
    Flag.WRONG_GATE: Text("Cửa khẩu khác với danh sách", "Another gate than on the list", "与名单口岸不同"),
    Flag.DOCUMENT_CHANGED: Text("Dùng giấy tờ khác hoặc mới", "Other or new paper used", "使用其他或新证件"),
    Flag.DOCUMENT_SHORT: Text("Giấy tờ sắp hết hạn", "Travel document ends soon", "证件即将到期"),
    Flag.PAPER_LIST: Text(
        "Theo danh sách giấy, tính riêng", "By a list on paper, counted apart", "依据纸质名单，单独统计"
    ),
    Flag.PACK_STALE: Text("Dữ liệu thiết bị cũ", "Device data was old", "设备数据过旧"),
    Flag.CLOCK_WRONG: Text("Đồng hồ thiết bị sai", "Device clock was wrong", "设备时钟有误"),
    Flag.UNKNOWN_KEY_STALE_PACK: Text(
        "Thiết bị chưa có khoá ký", "The device did not have the signing key", "设备没有该签名密钥"
    ),
    Flag.TIME_UNCERTAIN: Text("Thời điểm chưa chắc chắn", "Time uncertain", "时间不确定"),
    Flag.SEQUENCE_GAP: Text(
        "Thiếu lượt ghi trước đó của thiết bị",
        "An earlier record of the device is missing",
        "设备此前的记录缺失",
    ),
    Flag.OFFICER_UNVERIFIED: Text("Chưa xác minh cán bộ trực", "Officer not verified", "执勤人员未核实"),
    Flag.QUARANTINED: Text("Chờ xem xét trước khi tính", "Held for review before it counts", "待审核后计入"),
    Flag.DECIDED_OFFLINE: Text("Quyết định khi mất mạng", "Decided without network", "离线时作出决定"),
    Flag.WOULD_REFUSE: Text(
        "Máy chủ sẽ quyết định khác khi có mạng", "The server would have refused", "服务器本会作出不同决定"
    ),
    Flag.SAME_PASSAGE: Text(
        "Trùng với một lượt đã ghi, tính một lần",
        "Same passage recorded twice, counted once",
        "同一次通行，只计一次",
    ),
    Flag.CONTRADICTORY: Text(
        "Dữ liệu chưa khớp, cần xác minh", "Records do not agree; to be clarified", "记录不一致，待核实"
    ),
}
