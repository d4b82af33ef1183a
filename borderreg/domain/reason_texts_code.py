"""Texts of the reasons that concern the code itself: unreadable, not authentic, or of lesser quality."""

from borderreg.domain.reason_codes import Reason, ReasonGroup, ReasonInfo, VerdictClass, reason_info

_UNREADABLE = (ReasonGroup.UNREADABLE, VerdictClass.UNREADABLE)
_REFUSE = (ReasonGroup.AUTHENTICITY, VerdictClass.REFUSE)
_CHECK = (ReasonGroup.AUTHENTICITY, VerdictClass.CHECK)
_QUALITY = (ReasonGroup.QUALITY, VerdictClass.CHECK)

_ASK_COMMUNE = (
    "Cán bộ tìm người này theo số giấy tờ và gọi công an xã đã lập danh sách; công an xã kiểm tra và "
    "in lại mã.",
    "The officer looks the person up by document number and calls the commune police that made the "
    "list; they check it and print the code again.",
    "执勤人员按证件号码查找本人，并致电编制名单的乡级公安；由乡级公安核对并重新打印二维码。",
)
_UPDATE_KEYS = (
    "Chỉ huy ca trực cập nhật dữ liệu của thiết bị rồi quét lại; nếu vẫn vậy, gọi công an xã đã lập "
    "danh sách.",
    "The shift commander updates the device and scans again; if nothing changes, calls the commune "
    "police that made the list.",
    "由值班指挥员更新设备数据后重新扫描；如仍无变化，致电编制名单的乡级公安。",
)

CODE_REASONS: dict[Reason, ReasonInfo] = {
    Reason.NOT_OURS: reason_info(
        *_UNREADABLE,
        ("Không phải mã của danh sách", "Not a code of a list", "不是名单上的码"),
        (
            "Mã này không phải là mã của danh sách người đi làm việc qua biên giới.",
            "This is not a code from a list of cross-border workers.",
            "这不是跨境务工人员名单上的二维码。",
        ),
        (
            "Cán bộ quét mã in trên danh sách hoặc phiếu do công an xã cấp, hoặc nhập mã tra cứu, số "
            "giấy tờ.",
            "The officer scans the code on the list or slip given by the commune police, or types the "
            "entry code or the document number.",
            "执勤人员扫描乡级公安发放的名单或卡片上的码，或输入查询码、证件号码。",
        ),
    ),
    Reason.MALFORMED: reason_info(
        *_UNREADABLE,
        ("Mã bị hỏng", "Damaged code", "码已损坏"),
        (
            "Mã này đọc chưa được trọn vẹn, xin chờ một chút để thử lại.",
            "This code could not be read completely; please wait a moment while we try again.",
            "此二维码未能完整读取，请稍候，我们再试一次。",
        ),
        (
            "Cán bộ vuốt phẳng, lau sạch và quét lại; nếu không được thì nhập mã tra cứu in dưới mã.",
            "The officer flattens and cleans the paper and scans again; failing that, types the entry "
            "code printed under it.",
            "执勤人员抚平、擦净后重新扫描；如仍不行，输入码下方印的查询码。",
        ),
    ),
    Reason.TOO_LONG: reason_info(
        *_UNREADABLE,
        ("Mã quá dài", "Code too long", "码过长"),
        (
            "Mã này dài hơn mã của danh sách nên không đọc được.",
            "This code is longer than a code of the list and cannot be read.",
            "此码比名单上的码更长，无法读取。",
        ),
        (
            "Cán bộ kiểm tra đã quét đúng mã in trên danh sách hoặc phiếu, rồi quét lại hoặc nhập mã "
            "tra cứu.",
            "The officer makes sure that the code of the list or slip is scanned, and scans again or "
            "types the entry code.",
            "执勤人员确认扫描的是名单或卡片上的码，再重新扫描或输入查询码。",
        ),
    ),
    Reason.WRONG_KIND: reason_info(
        *_UNREADABLE,
        ("Mã loại khác", "Code of another kind", "其他类型的码"),
        (
            "Mã này không phải mã của một người trong danh sách.",
            "This is not the code of one person on a list.",
            "此码不是名单上某一个人的码。",
        ),
        (
            "Mã đầu danh sách chỉ dùng để mở chuyến đi theo đoàn; cán bộ quét mã riêng của từng người.",
            "The head-of-list code only opens a group trip; the officer scans each person's own code.",
            "名单首页的码仅用于登记团体出行；执勤人员应扫描每个人自己的码。",
        ),
    ),
    Reason.UNSUPPORTED_VERSION: reason_info(
        *_UNREADABLE,
        ("Mã phiên bản mới hơn", "Newer version of code", "码版本较新"),
        (
            "Thiết bị này chưa đọc được kiểu mã mới, xin chờ một chút.",
            "This device cannot read the newer kind of code yet; please wait a moment.",
            "本设备尚不能读取新版二维码，请稍候。",
        ),
        (
            "Chỉ huy ca trực cập nhật phần mềm thiết bị; trong lúc chờ, cán bộ nhập mã tra cứu hoặc số "
            "giấy tờ.",
            "The shift commander updates the device's software; meanwhile the officer types the entry "
            "code or the document number.",
            "由值班指挥员更新设备软件；期间执勤人员输入查询码或证件号码。",
        ),
    ),
    Reason.SPECIMEN: reason_info(
        *_UNREADABLE,
        ("Mã mẫu", "Specimen", "样码"),
        (
            "Đây là mã mẫu, không phải mã của danh sách đã được xác nhận.",
            "This is a specimen, not a code of a certified list.",
            "这是样码，不是已确认名单上的码。",
        ),
        (
            "Cán bộ đề nghị cho xem phiếu của danh sách đã xác nhận hoặc tìm theo số giấy tờ; công an "
            "xã in phiếu thật.",
            "The officer asks for the slip of the certified list or looks up the document number; the "
            "commune police print the real slip.",
            "执勤人员请其出示已确认名单的卡片或按证件号码查找；由乡级公安打印正式卡片。",
        ),
    ),
    Reason.BAD_SIGNATURE: reason_info(
        *_REFUSE,
        ("Chữ ký của mã không đúng", "Signature does not match", "码的签名不符"),
        (
            "Mã này không khớp với mã do công an xã cấp, nên chưa xác nhận được theo danh sách.",
            "This code does not match one issued by the commune police, so it cannot be confirmed by "
            "the list.",
            "此码与乡级公安签发的码不符，暂时无法按名单确认。",
        ),
        _ASK_COMMUNE,
    ),
    Reason.ALG_MISMATCH: reason_info(
        *_REFUSE,
        ("Kiểu chữ ký không đúng", "Signature of another kind", "签名类型不符"),
        (
            "Mã này không được ký theo cách của danh sách, nên chưa xác nhận được theo danh sách.",
            "This code is not signed the way the list is signed, so it cannot be confirmed by the list.",
            "此码的签名方式与名单不同，暂时无法按名单确认。",
        ),
        _ASK_COMMUNE,
    ),
    Reason.UNKNOWN_KEY: reason_info(
        *_REFUSE,
        ("Không rõ khoá ký", "Unknown signing key", "签名密钥未知"),
        (
            "Chưa nhận ra nơi cấp mã này trong danh bạ các xã, nên chưa xác nhận được theo danh sách.",
            "The issuer of this code is not among the known communes, so it cannot be confirmed by the list.",
            "已知乡镇中没有此码的签发单位，暂时无法按名单确认。",
        ),
        _ASK_COMMUNE,
    ),
    Reason.UNKNOWN_KEY_STALE_PACK: reason_info(
        *_CHECK,
        ("Chưa có khoá, dữ liệu cũ", "Key unknown, old data", "密钥未知，数据过旧"),
        (
            "Dữ liệu của thiết bị chưa mới, chúng tôi cần xem thêm giấy tờ, xin chờ một chút.",
            "The data of this device is not recent; we need to look at your papers, please wait a moment.",
            "本设备的数据不是最新的，我们需要再核对您的证件，请稍候。",
        ),
        _UPDATE_KEYS,
    ),
    Reason.KEY_NOT_VALID: reason_info(
        *_REFUSE,
        ("Khoá ký chưa hiệu lực", "Signing key not yet valid", "签名密钥尚未生效"),
        (
            "Khoá dùng để ký mã này chưa có hiệu lực, nên chưa xác nhận được theo danh sách.",
            "The key that signed this code is not valid yet, so it cannot be confirmed by the list.",
            "签发此码的密钥尚未生效，暂时无法按名单确认。",
        ),
        _ASK_COMMUNE,
    ),
    Reason.KEY_EXPIRED: reason_info(
        *_REFUSE,
        ("Khoá ký hết hiệu lực", "Signing key expired", "签名密钥已过期"),
        (
            "Mã này thuộc một đợt cấp cũ đã hết hiệu lực; cần mã của danh sách mới.",
            "This code belongs to an earlier issue that has ended; a code of a newer list is needed.",
            "此码属于已失效的早期签发批次，需要新名单上的码。",
        ),
        (
            "Công an xã lập danh sách bổ sung và in mã mới cho người này.",
            "The commune police put the person on a supplementary list and print a new code.",
            "由乡级公安编制补充名单并为本人打印新码。",
        ),
    ),
    Reason.KEY_REVOKED: reason_info(
        *_REFUSE,
        ("Khoá ký đã thu hồi", "Signing key revoked", "签名密钥已撤销"),
        (
            "Khoá ký mã này đã được thu hồi, chúng tôi cần đối chiếu với danh sách, xin chờ một chút.",
            "The key that signed this code was revoked; we need to compare with the list, please wait "
            "a moment.",
            "签发此码的密钥已撤销，我们需要与名单核对，请稍候。",
        ),
        (
            "Cán bộ đối chiếu với danh sách đã xác nhận trên hệ thống; nếu không có, công an xã in lại "
            "mã bằng khoá mới.",
            "The officer compares with the certified list in the system; if it is not there, the "
            "commune police print the code again with the new key.",
            "执勤人员与系统中已确认的名单核对；如名单中没有，由乡级公安用新密钥重新打印。",
        ),
        or_class=VerdictClass.CHECK,
    ),
    Reason.KEY_WRONG_USE: reason_info(
        *_REFUSE,
        ("Khoá ký sai mục đích", "Key made for something else", "密钥用途不符"),
        (
            "Mã này được ký bằng một khoá không dùng cho danh sách, nên chưa xác nhận được theo danh sách.",
            "This code was signed with a key that is not for lists, so it cannot be confirmed by the list.",
            "此码所用的密钥不是用于名单的，暂时无法按名单确认。",
        ),
        _ASK_COMMUNE,
    ),
    Reason.BAD_DATES: reason_info(
        *_REFUSE,
        ("Thời hạn trong mã không hợp lý", "Dates in the code are wrong", "码内日期有误"),
        (
            "Thời hạn ghi trong mã không hợp lý, nên chưa xác nhận được theo danh sách.",
            "The dates written in this code do not make sense, so it cannot be confirmed by the list.",
            "码内日期不合理，暂时无法按名单确认。",
        ),
        _ASK_COMMUNE,
    ),
    Reason.TYPED_CODE: reason_info(
        *_QUALITY,
        ("Nhập mã tra cứu bằng tay", "Entry code typed", "手工输入查询码"),
        (
            "Chúng tôi tìm thấy tên trong danh sách, xin cho đối chiếu người và giấy tờ.",
            "We have found the name on the list; please let us compare you with your papers.",
            "我们已在名单中找到姓名，请让我们核对本人与证件。",
        ),
        (
            "Cán bộ đối chiếu người với tên, năm sinh, bốn số cuối và giấy tờ hiện trên màn hình rồi "
            "xác nhận.",
            "The officer compares the person with the name, birth year, last four digits and paper on "
            "the screen, and confirms.",
            "执勤人员将本人与屏幕上的姓名、出生年份、号码后四位和证件核对后确认。",
        ),
    ),
    Reason.PACK_STALE: reason_info(
        *_QUALITY,
        ("Dữ liệu thiết bị cũ", "Device data is old", "设备数据过旧"),
        (
            "Dữ liệu của thiết bị chưa mới, chúng tôi cần xem thêm giấy tờ, xin chờ một chút.",
            "The data of this device is not recent; we need to look at your papers, please wait a moment.",
            "本设备的数据不是最新的，我们需要再核对您的证件，请稍候。",
        ),
        (
            "Chỉ huy ca trực cập nhật dữ liệu của thiết bị khi có mạng và ghi nhận một lần cho cả ca.",
            "The shift commander updates the device when there is a network and acknowledges it once "
            "for the shift.",
            "有网络时由值班指挥员更新设备数据，并在本班次确认一次。",
        ),
    ),
    Reason.CLOCK_WRONG: reason_info(
        *_QUALITY,
        ("Đồng hồ thiết bị sai", "Device clock is wrong", "设备时钟有误"),
        (
            "Thiết bị của chúng tôi cần chỉnh giờ, xin chờ một chút.",
            "Our device needs its clock set; please wait a moment.",
            "我们的设备需要校准时间，请稍候。",
        ),
        (
            "Chỉ huy ca trực chỉnh giờ thiết bị theo giờ Hà Nội và ghi nhận một lần cho cả ca.",
            "The shift commander sets the device to Hanoi time and acknowledges it once for the shift.",
            "由值班指挥员按河内时间校准设备，并在本班次确认一次。",
        ),
    ),
    Reason.PAPER_LIST: reason_info(
        *_QUALITY,
        ("Danh sách giấy", "List on paper", "纸质名单"),
        (
            "Danh sách này là bản giấy, chúng tôi ghi lại đơn vị xác nhận, số, ngày và giấy tờ, xin "
            "chờ một chút.",
            "This list is on paper; we note the certifying unit, number, date and your papers, please "
            "wait a moment.",
            "这是纸质名单，我们需登记确认单位、编号、日期和您的证件，请稍候。",
        ),
        (
            "Cán bộ nhập đơn vị xác nhận, số, ngày của danh sách và giấy tờ của người lao động, rồi "
            "quyết định.",
            "The officer keys in the certifying unit, the list's number and date and the worker's "
            "papers, and decides.",
            "执勤人员录入名单的确认单位、编号、日期以及劳动者的证件，然后作出决定。",
        ),
    ),
}
