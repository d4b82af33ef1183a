"""Texts of the reasons that concern the list, the place, the paper, the journey and protection."""

from borderreg.domain.reason_codes import Reason, ReasonGroup, ReasonInfo, VerdictClass, reason_info

_LIST = (ReasonGroup.AUTHORISATION, VerdictClass.REFUSE)
_LIST_CHECK = (ReasonGroup.AUTHORISATION, VerdictClass.CHECK)
_PLACE = (ReasonGroup.PLACE_AND_PAPER, VerdictClass.REFUSE)
_PLACE_CHECK = (ReasonGroup.PLACE_AND_PAPER, VerdictClass.CHECK)
_PLACE_ACCEPT = (ReasonGroup.PLACE_AND_PAPER, VerdictClass.ACCEPT)

_SUPPLEMENT = (
    "Người lao động liên hệ công an xã đã lập danh sách; công an xã lập danh sách bổ sung và in mã mới.",
    "The worker contacts the commune police that made the list; they certify a supplementary list and "
    "print a new code.",
    "劳动者联系编制名单的乡级公安；由乡级公安编制补充名单并打印新码。",
)
_COMPARE = (
    "Cán bộ đối chiếu người với giấy tờ và gọi công an xã đã lập danh sách trước khi quyết định.",
    "The officer compares the person with the papers and calls the commune police that made the list "
    "before deciding.",
    "执勤人员核对本人与证件，并在决定前致电编制名单的乡级公安。",
)

LIST_REASONS: dict[Reason, ReasonInfo] = {
    Reason.NOT_YET_VALID: reason_info(
        *_LIST,
        ("Chưa đến thời hạn", "Not yet valid", "尚未生效"),
        (
            "Danh sách ghi thời hạn của anh/chị bắt đầu muộn hơn hôm nay.",
            "On the list your period begins later than today.",
            "名单上您的期限尚未开始。",
        ),
        (
            "Người lao động trở lại từ ngày ghi trên phiếu; nếu ngày sai, công an xã lập danh sách bổ sung.",
            "The worker comes back from the day printed on the slip; if that day is wrong, the commune "
            "police certify a supplementary list.",
            "劳动者自卡片所印日期起再来；如日期有误，由乡级公安编制补充名单。",
        ),
    ),
    Reason.EXPIRED: reason_info(
        *_LIST,
        ("Hết thời hạn", "Period has ended", "期限已满"),
        (
            "Thời hạn của anh/chị trong danh sách đã hết.",
            "Your period on the list has ended.",
            "名单上您的期限已满。",
        ),
        _SUPPLEMENT,
    ),
    Reason.REVOKED: reason_info(
        *_LIST,
        ("Danh sách đã thu hồi", "List revoked", "名单已撤销"),
        (
            "Danh sách có tên anh/chị đã được công an xã thu hồi.",
            "The commune police have revoked the list that names you.",
            "载有您姓名的名单已由乡级公安撤销。",
        ),
        (
            "Cán bộ đọc số điện thoại công an xã cho người lao động; công an xã nói rõ lý do và lập "
            "danh sách mới nếu đủ.",
            "The officer gives the telephone of the commune police; they explain why and certify a new "
            "list when everything is in order.",
            "执勤人员告知乡级公安的电话；由乡级公安说明原因，条件具备时编制新名单。",
        ),
    ),
    Reason.WITHDRAWN: reason_info(
        *_LIST,
        ("Đã rút tên", "Withdrawn from the list", "已从名单中撤出"),
        (
            "Tên anh/chị đã được rút khỏi danh sách này.",
            "Your name has been withdrawn from this list.",
            "您的姓名已从此名单中撤出。",
        ),
        _SUPPLEMENT,
    ),
    Reason.SUSPENDED: reason_info(
        *_LIST,
        ("Danh sách tạm dừng", "List suspended", "名单暂停"),
        (
            "Danh sách có tên anh/chị đang tạm dừng để kiểm tra lại.",
            "The list that names you is suspended while it is checked again.",
            "载有您姓名的名单正在暂停复核。",
        ),
        (
            "Cán bộ gọi công an xã và Sở Ngoại vụ theo số trên màn hình; nơi tạm dừng kiểm tra và mở lại.",
            "The officer calls the commune police and the foreign-affairs office at the numbers shown; "
            "whoever suspended it checks and reopens it.",
            "执勤人员按屏幕上的电话联系乡级公安和外事厅；由暂停的单位核查后恢复。",
        ),
    ),
    Reason.SUPERSEDED: reason_info(
        *_LIST,
        ("Đã có mã mới thay thế", "Replaced by a newer code", "已被新码取代"),
        (
            "Mã này đã được thay bằng mã mới hơn của anh/chị.",
            "This code has been replaced by a newer one of yours.",
            "此码已被您的新码取代。",
        ),
        (
            "Cán bộ dùng mã mới của người này: quét phiếu mới hoặc tìm theo số giấy tờ.",
            "The officer uses the person's newer code: scans the new slip or looks up the document number.",
            "执勤人员使用本人的新码：扫描新卡片或按证件号码查找。",
        ),
    ),
    Reason.NOT_CERTIFIED: reason_info(
        *_LIST,
        ("Chưa được xác nhận", "Not certified yet", "尚未确认"),
        (
            "Danh sách có tên anh/chị chưa được công an xã xác nhận.",
            "The list that names you has not been certified by the commune police yet.",
            "载有您姓名的名单尚未经乡级公安确认。",
        ),
        (
            "Cán bộ gọi công an xã; trưởng công an xã xem và xác nhận danh sách.",
            "The officer calls the commune police; their chief examines and certifies the list.",
            "执勤人员致电乡级公安；由乡级公安负责人审查并确认名单。",
        ),
    ),
    Reason.NOT_IN_ROSTER: reason_info(
        *_LIST_CHECK,
        ("Chưa có trong dữ liệu", "Not in the data", "数据中没有"),
        (
            "Mã đúng nhưng dữ liệu tại cửa khẩu chưa có tên anh/chị, xin chờ để đối chiếu.",
            "The code is genuine but the data at the gate does not hold your name yet; please wait "
            "while we compare.",
            "码是真实的，但口岸数据中尚无您的姓名，请稍候核对。",
        ),
        _COMPARE,
    ),
    Reason.DATA_CHANGED: reason_info(
        *_LIST_CHECK,
        ("Dữ liệu khác với mã", "Data differs from the code", "数据与码不一致"),
        (
            "Thông tin trong danh sách khác với thông tin trong mã, xin chờ để đối chiếu.",
            "The list says something else than the code; please wait while we compare.",
            "名单上的信息与码内信息不同，请稍候核对。",
        ),
        _COMPARE,
    ),
    Reason.GATE_NOT_INTERNATIONAL: reason_info(
        *_PLACE,
        ("Không phải cửa khẩu quốc tế", "Not an international gate", "非国际口岸"),
        (
            "Danh sách dùng cho cửa khẩu quốc tế; cửa khẩu này không thuộc loại đó.",
            "The list is for international gates; this gate is not one of them.",
            "名单适用于国际口岸，本口岸不属于国际口岸。",
        ),
        (
            "Cán bộ chỉ đường đến cửa khẩu quốc tế gần nhất ghi trên phiếu.",
            "The officer shows the way to the nearest international gate printed on the slip.",
            "执勤人员指引前往卡片上所印的最近国际口岸。",
        ),
    ),
    Reason.GATE_CLOSED: reason_info(
        *_PLACE_CHECK,
        ("Cửa khẩu có thông báo dừng", "Gate closed by notice", "口岸已公告关闭"),
        (
            "Cửa khẩu đang tạm dừng theo thông báo, xin chờ hướng dẫn của chỉ huy ca trực.",
            "The gate is closed by a notice; please wait for the shift commander's instruction.",
            "口岸按公告暂停通行，请等候值班指挥员的指示。",
        ),
        (
            "Chỉ huy cửa khẩu mở theo lệnh một lần cho cả ca, hoặc hướng dẫn sang cửa khẩu quốc tế khác.",
            "The gate commander opens by order once for the shift, or directs people to another "
            "international gate.",
            "由口岸指挥员按命令在本班次开放一次，或引导至其他国际口岸。",
        ),
    ),
    Reason.WRONG_GATE: reason_info(
        *_PLACE_ACCEPT,
        ("Cửa khẩu khác với danh sách", "Another gate than on the list", "与名单口岸不同"),
        (
            "Danh sách ghi cửa khẩu khác; lượt này vẫn được ghi nhận.",
            "The list names another gate; this crossing is recorded all the same.",
            "名单上登记的是其他口岸，本次仍予登记。",
        ),
        (
            "Không phải làm gì; hệ thống ghi chú để xã biết.",
            "Nothing to do; the system notes it for the commune.",
            "无需处理；系统将备注告知乡镇。",
        ),
    ),
    Reason.DOCUMENT_EXPIRED: reason_info(
        *_PLACE_CHECK,
        ("Giấy tờ hết hạn", "Travel document expired", "证件已过期"),
        (
            "Giấy tờ ghi trong danh sách đã hết hạn; nếu có giấy tờ mới, xin cho xem.",
            "The travel document on the list has expired; if you have a new one, please show it.",
            "名单上登记的证件已过期；如有新证件，请出示。",
        ),
        (
            "Cán bộ chọn “giấy tờ khác hoặc mới”, nhập số và ngày hết hạn; công an xã nhận việc cập nhật.",
            "The officer chooses “other or new paper” and keys in its number and expiry; the commune "
            "gets a task to update it.",
            "执勤人员选择“其他或新证件”并录入号码和有效期；由乡镇更新。",
        ),
    ),
    Reason.DOCUMENT_SHORT: reason_info(
        *_PLACE_ACCEPT,
        ("Giấy tờ sắp hết hạn", "Travel document ends soon", "证件即将到期"),
        (
            "Giấy tờ của anh/chị sắp hết hạn, nên đổi sớm.",
            "Your travel document ends soon; it is wise to renew it early.",
            "您的证件即将到期，建议尽早更换。",
        ),
        (
            "Người lao động đổi giấy tờ; công an xã cập nhật số mới.",
            "The worker renews the document; the commune police enter the new number.",
            "劳动者更换证件；由乡级公安更新号码。",
        ),
    ),
    Reason.OUTSIDE_BORDER_ZONE: reason_info(
        *_PLACE_CHECK,
        ("Nơi làm việc ngoài khu vực biên giới", "Workplace outside the border zone", "工作地在边境区外"),
        (
            "Giấy thông hành dùng trong khu vực biên giới, còn danh sách ghi nơi làm việc ở ngoài, xin "
            "chờ để đối chiếu.",
            "A border pass is for the border zone while the list names a workplace outside it; please "
            "wait while we compare.",
            "边境通行证适用于边境地区，而名单上的工作地在该区外，请稍候核对。",
        ),
        (
            "Cán bộ hỏi nơi làm việc hoặc xem hộ chiếu nếu có; công an xã sửa nơi làm việc bằng danh "
            "sách bổ sung.",
            "The officer asks for the workplace or a passport; the commune police correct the "
            "workplace by a supplementary list.",
            "执勤人员询问工作地点或查看护照；由乡级公安以补充名单更正工作地。",
        ),
    ),
    Reason.MINOR: reason_info(
        *_PLACE,
        ("Chưa đủ 18 tuổi", "Under 18", "未满18岁"),
        (
            "Danh sách lao động chỉ dành cho người từ đủ 18 tuổi; mời anh/chị vào phòng chờ, cán bộ sẽ giúp.",
            "The list of workers is for people of 18 and over; please take a seat, an officer will help you.",
            "务工名单仅适用于年满18岁的人员；请先坐下，工作人员会协助您。",
        ),
        (
            "Cán bộ mời người này ngồi riêng với người đáng tin; bộ phận bảo hộ đã được báo và liên hệ "
            "gia đình.",
            "The officer offers a seat apart, with someone trusted; protection staff have been alerted "
            "and contact the family.",
            "执勤人员安排其与可信的人单独就座；保护人员已获通知并联系其家人。",
        ),
    ),
    Reason.EMPLOYER_SUSPENDED: reason_info(
        *_PLACE_CHECK,
        ("Nơi làm việc đang tạm dừng", "Employer suspended", "用工单位已暂停"),
        (
            "Đơn vị ghi trong danh sách đang tạm dừng nhận lao động, xin chờ để đối chiếu.",
            "The employer on the list is suspended at present; please wait while we compare.",
            "名单上的用工单位目前暂停接收劳动者，请稍候核对。",
        ),
        (
            "Cán bộ hỏi nơi làm việc hiện nay và gọi Sở Ngoại vụ; công an xã đổi nơi làm việc bằng "
            "danh sách bổ sung.",
            "The officer asks for the present workplace and calls the foreign-affairs office; the "
            "commune police change the employer by a supplementary list.",
            "执勤人员询问现工作单位并致电外事厅；由乡级公安以补充名单更换用工单位。",
        ),
    ),
    Reason.ALREADY_DEPARTED: reason_info(
        ReasonGroup.JOURNEY,
        VerdictClass.CHECK,
        ("Đã ghi lượt xuất cảnh", "Departure already recorded", "已有出境记录"),
        (
            "Hệ thống đang ghi anh/chị còn ở nước ngoài; anh/chị đã về chưa?",
            "The record says that you are still abroad; have you come back since?",
            "记录显示您仍在境外；您已经回国了吗？",
        ),
        (
            "Cán bộ hỏi và chọn “đã về, lượt về chưa ghi” hoặc “cùng một người, quét hai lần”.",
            "The officer asks and chooses “returned, return not recorded” or “same person, scanned twice”.",
            "执勤人员询问后选择“已回国，回国未登记”或“同一人，重复扫描”。",
        ),
    ),
    Reason.COPIED_CODE: reason_info(
        ReasonGroup.JOURNEY,
        VerdictClass.REFUSE,
        ("Mã vừa dùng ở cửa khẩu khác", "Code just used at another gate", "码刚在其他口岸使用"),
        (
            "Mã này vừa được dùng ở cửa khẩu khác; xin cho xem giấy tờ để tìm đúng tên trong danh sách.",
            "This code was used at another gate a moment ago; please show your papers so that we find "
            "your own name on the list.",
            "此码刚在其他口岸使用过；请出示证件，以便在名单中找到您本人。",
        ),
        (
            "Cán bộ tìm theo số giấy tờ; chỉ huy gọi cửa khẩu kia để xác minh; công an xã cấp mã mới "
            "nếu mã bị lộ.",
            "The officer looks up the document number; the commander calls the other gate; the commune "
            "police issue a new code when this one was copied.",
            "执勤人员按证件号码查找；指挥员致电另一口岸核实；如码已泄露，由乡级公安换发新码。",
        ),
    ),
    Reason.STOP_MARK: reason_info(
        ReasonGroup.PROTECTION,
        VerdictClass.CHECK,
        ("Có lưu ý tại cửa khẩu", "Note for the gate", "口岸备注"),
        (
            "Xin anh/chị chờ một chút, cán bộ cần hoàn thành thêm một bước.",
            "Please wait a moment; the officer has one more step to complete.",
            "请稍候，工作人员还需完成一个步骤。",
        ),
        (
            "Cán bộ đọc hướng dẫn riêng trên màn hình, không đọc to, làm theo và bấm đã nhận.",
            "The officer reads the private instruction on the screen, not aloud, follows it and "
            "acknowledges it.",
            "执勤人员阅读屏幕上的专用说明（不要念出），照办并确认收到。",
        ),
        or_class=VerdictClass.REFUSE,
    ),
}
