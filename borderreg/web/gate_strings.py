"""The texts of the gate page, fetched once in the device's language: key → text, with {names} to fill in."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from borderreg.web.gate_lane_strings import LANE
from borderreg.web.gate_shift_strings import SHIFT

Messages = dict[str, LazyString]

_FRAME: Messages = {
    "app.title": _l("Quét mã tại cửa khẩu"),
    "action.back": _l("Quay lại"),
    "action.next": _l("Quét người tiếp theo"),
    "action.again": _l("Quét lại"),
    "action.annul": _l("Huỷ lượt"),
    "connection.online": _l("Có mạng"),
    "connection.offline": _l("Mất mạng"),
    "connection.busy": _l("Máy chủ bận"),
    "clock.right": _l("Giờ máy đúng"),
    "clock.ahead": _l("Giờ máy nhanh {time}"),
    "clock.behind": _l("Giờ máy chậm {time}"),
    "time.seconds": _l("{n} giây"),
    "time.minutes": _l("{n} phút"),
    "outbox.waiting": _l("{n} lượt chưa gửi, lâu nhất {age}"),
    "outbox.rejected": _l("{n} lượt máy chủ không nhận, báo chỉ huy"),
    "time.hours": _l("{n} giờ"),
    "pack.age": _l("Dữ liệu {age} trước"),
    "pack.none": _l("Chưa có dữ liệu ngoại tuyến"),
    "pack.by": _l("Mất mạng: theo dữ liệu trên máy lúc {time} ({age} trước)"),
    "pack.over": _l("Dữ liệu trên máy đã {age}: chỉ kiểm tra chữ ký và ngày của mã"),
    "receipt.sent": _l("Đã gửi {n} / {all} lượt. Máy chủ xác nhận lần cuối lúc {time}."),
    "unsent.save": _l("Lưu tệp các lượt chưa gửi"),
    "direction.departure": _l("Xuất cảnh"),
    "direction.return": _l("Nhập cảnh (về)"),
    "problem.title": _l("Chưa làm được"),
    "error.start": _l(
        "Chưa mở được trang quét mã. Hãy tải lại trang; nếu vẫn không được, báo quản trị viên."
    ),
    "error.storage": _l(
        "CHƯA GHI ĐƯỢC. Máy không còn chỗ để lưu: lượt này chưa ghi. Hãy dùng máy khác và báo chỉ huy."
    ),
    "error.other_tab": _l("Trang quét mã đang mở ở thẻ khác của máy này. Hãy dùng thẻ đó, hoặc đóng nó lại."),
    "error.unreachable": _l("Chưa tới được máy chủ. Hãy kiểm tra mạng rồi thử lại."),
    "error.busy": _l("Máy chủ chưa trả lời được. Hãy thử lại sau ít giây."),
    "error.not_found": _l("Không tìm thấy người này trong các danh sách."),
    "error.bad_input": _l("Nội dung nhập vào không đọc được."),
    "error.unknown_device": _l("Máy chủ không nhận ra thiết bị này. Hãy đăng ký lại thiết bị."),
    "error.bad_device_signature": _l("Máy chủ không nhận chữ ký của thiết bị này. Hãy báo chỉ huy cửa khẩu."),
    "error.not_permitted": _l("Tài khoản này không được làm việc đó."),
    "error.annuls_too_late": _l("Đã quá 15 phút: chỉ chỉ huy cửa khẩu mới huỷ được lượt này."),
    "error.annuls_unknown_event": _l("Máy chủ chưa có lượt này, không có gì để huỷ."),
    "error.annuls_other_gate": _l("Lượt này ghi ở cửa khẩu khác, chỉ nơi đó huỷ được."),
    "error.annuls_an_annulment": _l("Lượt này đã là lượt huỷ."),
    "wiped.title": _l("Thiết bị đã bị thu hồi"),
    "wiped.lead": _l(
        "Dữ liệu trên máy này đã được xoá. Muốn dùng lại, hãy xin mã đăng ký mới từ chỉ huy cửa khẩu."
    ),
}

_START: Messages = {
    "enrol.title": _l("Đăng ký thiết bị"),
    "enrol.lead": _l("Chỉ huy cửa khẩu cấp mã đăng ký, dùng một lần trong 15 phút."),
    "enrol.token": _l("Mã đăng ký"),
    "enrol.scan": _l("Quét mã đăng ký bằng camera"),
    "enrol.name": _l("Tên thiết bị"),
    "enrol.name_hint": _l("Ví dụ: Máy 1, luồng xe khách"),
    "enrol.name_missing": _l("Hãy đặt tên cho thiết bị."),
    "enrol.no_invite": _l("Đây không phải là mã đăng ký thiết bị."),
    "enrol.refused": _l("Mã đăng ký đã dùng hoặc quá 15 phút. Hãy xin mã mới."),
    "enrol.again": _l("Đăng ký lại thiết bị"),
    "enrol.submit": _l("Đăng ký"),
}

_FIND: Messages = {
    "scan.title": _l("Quét mã"),
    "scan.opening": _l("Đang mở camera…"),
    "scan.aim": _l("Đưa một mã vào khung"),
    "scan.hold": _l("Giữ yên…"),
    "scan.same": _l("Mã này vừa quét. Hãy đưa mã của người tiếp theo vào khung"),
    "scan.two_codes": _l("Có hai mã trong khung, hãy che bớt"),
    "scan.typed": _l("Nhập mã"),
    "scan.search": _l("Tìm người"),
    "scan.torch": _l("Đèn"),
    "scan.menu": _l("Ca trực"),
    "camera.denied": _l(
        "Chưa được dùng camera. Hãy cho phép camera, hoặc dùng máy quét, nhập mã, tìm người."
    ),
    "camera.missing": _l(
        "Máy này không có camera dùng được. Hãy quét bằng máy quét cầm tay, hoặc gõ mã tra cứu vào ô dưới."
    ),
    "typed.title": _l("Nhập mã tra cứu"),
    "typed.code": _l("Mã tra cứu"),
    "typed.hint": _l("14 ký tự in dưới mã QR; gạch nối tự thêm"),
    "typed.submit": _l("Tra cứu"),
    "typed.short": _l("Mã tra cứu có 14 ký tự, hãy nhập đủ."),
    "typed.wrong": _l("Mã tra cứu sai một ký tự nào đó. Hãy so lại với phiếu."),
    "search.title": _l("Tìm người"),
    "search.query": _l("Họ tên, bốn số cuối, số danh sách hoặc số giấy tờ"),
    "search.hint": _l("Ít nhất 3 ký tự; không cần dấu"),
    "search.submit": _l("Tìm"),
    "search.short": _l("Hãy nhập ít nhất 3 ký tự."),
    "search.nothing": _l("Không tìm thấy ai trong các danh sách của cửa khẩu này."),
    "search.facts": _l("Sinh {year} · danh sách {list}, dòng {row}"),
    "declared.open": _l("Ghi theo lời khai"),
    "declared.title": _l("Ghi lượt về theo lời khai"),
    "declared.name": _l("Họ và tên"),
    "declared.name_missing": _l("Hãy ghi họ tên người khai."),
    "declared.birth": _l("Ngày sinh hoặc năm sinh"),
    "declared.birth_hint": _l("Ví dụ: 12/02/1990 hoặc 1990. Có thể để trống"),
    "declared.birth_wrong": _l("Ngày sinh không đọc được. Hãy viết như 12/02/1990 hoặc 1990."),
    "declared.personal_id": _l("Số định danh cá nhân"),
    "declared.note": _l("Ghi chú"),
    "declared.optional": _l("Có thể để trống"),
}

_DECIDE: Messages = {
    "verdict.checking": _l("Đang kiểm tra…"),
    "verdict.confirm_departure": _l("Đúng người: ghi xuất cảnh"),
    "verdict.compared_departure": _l("Đã so người, đúng: ghi xuất cảnh"),
    "verdict.record_return": _l("Ghi lượt về"),
    "verdict.turned_back": _l("Về vì bị phía bạn trả lại"),
    "verdict.solution": _l("Cách giải quyết:"),
    "person.compare": _l("Người và giấy tờ cần đối chiếu"),
    "person.birth": _l("Sinh {year}"),
    "person.sex_F": _l("Nữ"),
    "person.sex_M": _l("Nam"),
    "person.last4": _l("··{last4}"),
    "person.expires": _l("hạn {date}"),
    "person.list": _l("Danh sách {list}, dòng {row},"),
    "person.period": _l("từ {from} đến {to}"),
    "journey.departure.abroad": _l("Đang ở nước ngoài từ {since}, qua cửa khẩu {gate}"),
    "journey.departure.contradictory": _l("Dữ liệu chuyến đi chưa khớp"),
    "journey.return.abroad": _l("Xuất cảnh lúc {since}, qua cửa khẩu {gate}"),
    "journey.return.home": _l("Chưa có lượt xuất cảnh được ghi; lượt về vẫn được ghi"),
    "journey.return.contradictory": _l("Dữ liệu chuyến đi chưa khớp; lượt về vẫn được ghi"),
    "decision.compared_person": _l("Đã so người và giấy tờ, đúng: cho qua"),
    "decision.called_commune": _l("Đã gọi công an xã, xác nhận đúng: cho qua"),
    "decision.commander_order": _l("Theo lệnh chỉ huy: cho qua"),
    "decision.instruction_followed": _l("Đã làm theo lưu ý: cho qua"),
    "decision.returned_unrecorded": _l("Đã về, lượt về chưa ghi: ghi cả hai lượt"),
    "decision.scanned_twice": _l("Quét hai lần: không ghi thêm"),
    "decision.other_document": _l("Có giấy tờ khác hoặc mới"),
    "decision.not_passing": _l("Người này không qua"),
    "document.title": _l("Giấy tờ khác hoặc mới"),
    "document.number": _l("Số giấy tờ"),
    "document.number_wrong": _l("Số giấy tờ gồm chữ và số, ví dụ C1234567."),
    "document.expires": _l("Có giá trị đến ngày"),
    "document.expires_hint": _l("Ví dụ: 30/06/2028"),
    "document.expires_wrong": _l("Hãy ghi ngày còn giá trị, như 30/06/2028."),
}

_RECORD: Messages = {
    "sending.title": _l("Đang ghi…"),
    "sending.now": _l("Chờ máy chủ ghi xong"),
    "sending.not_recorded": _l("Chưa ghi, đang gửi lại"),
    "sending.departure_waits": _l("Người này chờ đến khi máy hiện màu xanh."),
    "sending.kept": _l("Lượt này được giữ trên máy và gửi tiếp; người về không phải chờ."),
    "sending.retry": _l("Thử lại ngay"),
    "sending.decide_here": _l("Kiểm tra bằng dữ liệu trên máy"),
    "unreachable.title": _l("Mất liên lạc với máy chủ"),
    "unreachable.departure": _l("Chưa kiểm tra được, chưa ghi xuất cảnh. Hãy thử lại khi có mạng."),
    "unreachable.return": _l("Cứ ghi lượt về: máy giữ lại và gửi khi có mạng."),
    "done.departure": _l("Đã ghi xuất cảnh"),
    "done.return": _l("Đã ghi lượt về"),
    "done.annulled": _l("Đã huỷ lượt"),
    "done.kept": _l("Đã ghi chắc trên máy, gửi khi có mạng"),
    "done.not_recorded": _l("Không ghi được lượt này"),
    "done.conflict": _l("Máy chủ đã có một lượt khác cùng số. Hãy quét lại."),
    "done.invalid": _l("Máy chủ không đọc được lượt này. Hãy quét lại; nếu vẫn không được, báo chỉ huy."),
    "history.departure": _l("{time} xuất cảnh: {who}"),
    "history.return": _l("{time} về: {who}"),
    "history.annulled": _l("{time} đã huỷ lượt: {who}"),
    "history.unknown": _l("chưa rõ tên"),
    "annul.title": _l("Huỷ lượt vừa ghi"),
    "annul.wrong_person": _l("Quét nhầm người"),
    "annul.wrong_direction": _l("Chọn nhầm chiều"),
    "annul.scanned_twice": _l("Quét hai lần"),
    "annul.did_not_cross": _l("Người này không qua"),
}

_READY: Messages = {
    "ready.title": _l("Sẵn sàng ngoại tuyến"),
    "ready.looking": _l("Đang kiểm tra máy…"),
    "ready.all": _l("Máy này làm việc được cả khi mất mạng."),
    "ready.not_all": _l("Còn việc phải làm trước khi máy này làm việc được khi mất mạng."),
    "ready.good": _l("được"),
    "ready.bad": _l("chưa"),
    "ready.prepare": _l("Chuẩn bị máy"),
    "ready.installed": _l("Trang được cài trên máy"),
    "ready.installed_how": _l(
        "Trong thực đơn của trình duyệt, chọn “Cài đặt ứng dụng”, rồi mở từ màn hình chính."
    ),
    "ready.storage": _l("Bộ nhớ được giữ lâu dài"),
    "ready.storage_how": _l("Bấm “Chuẩn bị máy” và cho phép lưu trữ. Trang đã cài thường được phép ngay."),
    "ready.pack": _l("Dữ liệu ngoại tuyến dưới 24 giờ"),
    "ready.pack_how": _l("Nối mạng rồi bấm “Chuẩn bị máy”."),
    "ready.decoder": _l("Bộ đọc mã đã nạp"),
    "ready.decoder_how": _l("Mở trang quét mã một lần khi có mạng."),
    "ready.camera": _l("Được dùng camera"),
    "ready.camera_how": _l("Bấm “Chuẩn bị máy” và cho phép camera. Máy bàn dùng máy quét thì không cần."),
    "ready.clock": _l("Giờ máy lệch dưới 2 phút"),
    "ready.clock_how": _l("Bật giờ tự động trong cài đặt của máy."),
}

MESSAGES: Messages = {**LANE, **SHIFT, **_READY, **_FRAME, **_START, **_FIND, **_DECIDE, **_RECORD}
