"""The gate page's texts of a shift: sign-in, PIN, lane, lock, report."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SHIFT: dict[str, LazyString] = {
    "shift.title": _l("Vào ca trực"),
    "shift.change_title": _l("Đổi người trực"),
    "shift.username": _l("Tên đăng nhập"),
    "shift.password": _l("Mật khẩu"),
    "shift.pin_hint": _l("Khi mất mạng: gõ mã PIN thay mật khẩu"),
    "shift.crossing_point_hint": _l("Ví dụ: Luồng 2"),
    "shift.start": _l("Bắt đầu ca"),
    "shift.credentials_missing": _l("Hãy nhập tên đăng nhập và mật khẩu."),
    "shift.ended": _l("Ca trực đã hết hoặc đã kết thúc ở nơi khác. Hãy đăng nhập lại."),
    "shift.wrong_credentials": _l("Tên đăng nhập hoặc mật khẩu không đúng."),
    "shift.other_gate": _l("Tài khoản này không trực ở cửa khẩu của thiết bị."),
    "shift.too_many": _l("Thử quá nhiều lần. Hãy chờ ít phút rồi thử lại."),
    "shift.pin_with_network": _l("Đang có mạng: hãy vào ca bằng mật khẩu. Mã PIN chỉ dùng khi mất mạng."),
    "shift.pin_needed": _l("Mất mạng: hãy gõ mã PIN cửa khẩu, từ 6 đến 12 chữ số."),
    "shift.pin_unknown": _l(
        "Mất mạng, và dữ liệu trên máy chưa có mã PIN của người này. Hãy dùng máy khác hoặc bản giấy."
    ),
    "shift.by_pin": _l(
        "Ca này vào bằng mã PIN nên chưa làm được việc đó. Có mạng thì chọn Ca trực, Đăng nhập với máy chủ."
    ),
    "pin.title": _l("Đặt mã PIN cửa khẩu"),
    "pin.lead": _l(
        "Mã PIN mở khoá màn hình, ký bàn giao ca và vào ca khi mất mạng; không thay mật khẩu."
    ),
    "pin.new": _l("Mã PIN mới"),
    "pin.hint": _l("Từ 6 đến 12 chữ số, không phải ngày sinh hay số điện thoại"),
    "pin.again": _l("Gõ lại mã PIN"),
    "pin.submit": _l("Đặt mã PIN"),
    "pin.later": _l("Để sau"),
    "pin.form": _l("Mã PIN gồm 6 đến 12 chữ số."),
    "pin.weak": _l("Mã PIN này quá dễ đoán. Hãy chọn các chữ số không theo dãy và không lặp."),
    "pin.differ": _l("Hai lần gõ không giống nhau."),
    "pin.too_late": _l("Đã quá 10 phút từ khi nhập mật khẩu. Hãy đăng nhập lại rồi đặt mã PIN."),
    "lanes.title": _l("{gate}: chọn luồng và chiều"),
    "lanes.other": _l("Luồng khác"),
    "lanes.add": _l("Thêm luồng này"),
    "lock.title": _l("Màn hình đã khoá"),
    "lock.pin": _l("Mã PIN của bạn"),
    "lock.commander_pin": _l("Mã PIN của chỉ huy"),
    "lock.open": _l("Mở khoá"),
    "lock.checking": _l("Đang kiểm tra mã PIN…"),
    "lock.wrong": _l("Mã PIN không đúng. Còn {left} lần thử."),
    "lock.exhausted": _l(
        "Đã sai 10 lần: chỉ mã PIN của chỉ huy mở được. Lượt chưa gửi vẫn được giữ."
    ),
    "lock.opened_by_commander": _l("Chỉ huy đã mở. Bây giờ hãy gõ mã PIN của bạn."),
    "lock.no_pin": _l(
        "Chưa khoá được vì bạn chưa có mã PIN. Khi có mạng, hãy đăng nhập lại để đặt."
    ),
    "menu.title": _l("Ca trực"),
    "menu.history": _l("Lượt gần đây"),
    "menu.no_history": _l("Ca này chưa ghi lượt nào."),
    "menu.change_direction": _l("Đổi luồng, chiều"),
    "menu.lock": _l("Khoá màn hình"),
    "menu.sign_in": _l("Đăng nhập với máy chủ"),
    "menu.change_officer": _l("Đổi người trực"),
    "menu.language": _l("Ngôn ngữ"),
    "menu.end": _l("Bàn giao ca"),
    "menu.end_hint": _l("Lượt chưa gửi vẫn được giữ trên máy và gửi tiếp."),
    "menu.end_open": _l("Báo cáo và bàn giao ca"),
    "menu.end_submit": _l("Kết thúc ca trực"),
    "report.title": _l("Báo cáo ca trực"),
    "report.last": _l("Báo cáo ca trước"),
    "report.period": _l("Từ {from} đến {to}"),
    "report.offline": _l("Vào ca bằng mã PIN khi mất mạng"),
    "report.departures": _l("Lượt xuất cảnh"),
    "report.returns": _l("Lượt về"),
    "report.attempts": _l("Lượt bị từ chối"),
    "report.annulments": _l("Lượt huỷ"),
    "report.contradictions": _l("Dữ liệu chưa khớp"),
    "report.not_recorded": _l("Máy chủ không ghi"),
    "report.unsent": _l("Chưa gửi"),
    "report.rejected": _l("Máy chủ không nhận, báo chỉ huy"),
    "report.reasons": _l("Lý do từ chối"),
    "report.ages": _l("Tuổi dữ liệu trên máy theo giờ"),
    "report.number": _l("Báo cáo {id}, lượt số {first} đến {last} của máy"),
    "report.gives": _l("Người giao"),
    "report.takes": _l("Người nhận"),
    "report.commander": _l("Chỉ huy cửa khẩu"),
    "report.pin": _l("Mã PIN để ký bàn giao"),
    "report.pin_missing": _l("Hãy gõ mã PIN để ký báo cáo."),
    "report.print": _l("In báo cáo"),
}
