"""What the public pages say, in plain words: how to go legally, and one's rights; sources beside each.

Lạng Sơn's directive on workers across the border; Law 23/2023/QH15 on passports; Law 69/2020/QH14 and the
domain notes on age; Law 91/2025/QH15 on personal data; Law 53/2024/QH15, art. 3(10), on victims.
"""

from typing import NamedTuple

from borderreg.domain.reason_codes import Text


class Advice(NamedTuple):
    """One thing to know: what, and what to do."""

    title: Text
    text: Text


HOW_TO_GO: tuple[Advice, ...] = (
    Advice(
        Text("Đủ 18 tuổi", "Be 18 or older", "年满18周岁"),
        Text(
            "Người dưới 18 tuổi không được đưa đi làm việc, dù có người lớn đi cùng.",
            "Nobody under 18 may be taken to work across the border, even with an adult.",
            "未满18周岁不得被带出境务工，有成年人陪同也不行。",
        ),
    ),
    Advice(
        Text("Có giấy tờ còn hạn", "Have a valid paper", "持有有效证件"),
        Text(
            "Hộ chiếu còn hạn vào ngày đi; hoặc giấy thông hành, chỉ cho người ở xã biên giới và chỉ đi "
            "trong vùng biên giới đối diện.",
            "A passport valid on the day you leave; or a border pass, only for people of the border communes "
            "and only for the border zone on the other side.",
            "出境当天有效的护照；或边境通行证（仅限边境乡居民，且仅限对面的边境地区）。",
        ),
    ),
    Advice(
        Text("Đăng ký với Công an xã, phường", "Register with the commune police", "到乡（坊）公安登记"),
        Text(
            "Mang thẻ căn cước và hộ chiếu. Cho biết đi làm gì, ở đâu, cho ai, từ ngày nào đến ngày nào. "
            "Việc đăng ký không mất tiền.",
            "Take your identity card and passport. Say what work, where, for whom, from when to when. "
            "Registering costs nothing.",
            "带上身份证和护照，说明做什么工作、在哪里、为谁工作、起止日期。登记不收费。",
        ),
    ),
    Advice(
        Text("Nhận phiếu có mã", "Get a slip with a code", "领取带二维码的凭条"),
        Text(
            "Khi danh sách được Công an xã, phường xác nhận, bạn nhận một phiếu. Giữ phiếu khô, phẳng.",
            "When the commune police have certified the list, you get a slip. Keep it dry and flat.",
            "名单经乡（坊）公安确认后，您会领到凭条。请保持干燥、平整。",
        ),
    ),
    Advice(
        Text("Chỉ đi qua cửa khẩu quốc tế", "Leave only by an international gate", "只从国际口岸出境"),
        Text(
            "Đưa phiếu và hộ chiếu cho bộ đội biên phòng. Không đi đường mòn, lối mở; "
            "không theo người môi giới.",
            "Show slip and passport to the border guard. Never take a path; never follow a broker.",
            "向边防人员出示凭条和护照。不走小路便道，不跟随中介。",
        ),
    ),
    Advice(
        Text("Về thì luôn được về", "You can always come home", "随时可以回国"),
        Text(
            "Hết hạn, mất phiếu, mất hộ chiếu vẫn về được. Không ai bị từ chối khi về nước.",
            "With an expired or lost slip, or a lost passport, you still come home. Nobody is turned away.",
            "凭条过期、遗失，或护照遗失，都可以回国。任何人回国都不会被拒绝。",
        ),
    ),
)

RIGHTS: tuple[Advice, ...] = (
    Advice(
        Text("Giấy tờ là của bạn", "Your papers are yours", "证件归您自己保管"),
        Text(
            "Chủ, người môi giới không được giữ hộ chiếu, giấy thông hành hay thẻ căn cước của bạn.",
            "No employer and no broker may keep your passport, border pass or identity card.",
            "雇主和中介不得扣留您的护照、边境通行证或身份证。",
        ),
    ),
    Advice(
        Text("Được trả lương như đã hứa", "Be paid as promised", "按约定领取工资"),
        Text(
            "Ghi lại số ngày làm, tiền đã nhận và còn nợ. Bị nợ lương thì báo, cả sau khi đã về.",
            "Write down days worked, money received and owed. Tell us if you are not paid, "
            "even after you are home.",
            "记下工作天数、已领和被欠的工资。被拖欠工资可以举报，回国后也可以。",
        ),
    ),
    Advice(
        Text("Được nghỉ việc và về nhà", "Leave work and go home", "可以离职回家"),
        Text(
            "Không ai được ép bạn làm, khoá cửa, giữ điện thoại hay bắt trả tiền để được về.",
            "Nobody may force you to work, lock you in, keep your telephone or make you pay to go home.",
            "任何人不得强迫您劳动、把您锁在屋里、扣留手机，或要您付钱才让回家。",
        ),
    ),
    Advice(
        Text("Kêu cứu không bị phạt", "Nobody is punished for calling for help", "求助不会受罚"),
        Text(
            "Đi bằng đường nào, giấy tờ thế nào cũng được giúp. Giúp đỡ không mất tiền. Tên của nạn nhân "
            "không được tiết lộ.",
            "Whatever way you went and whatever papers you have, you are helped. Help is free. "
            "A victim's name is never disclosed.",
            "无论您如何出境、有无证件，都会得到帮助。帮助是免费的。受害人的姓名不会被泄露。",
        ),
    ),
    Advice(
        Text("Thông tin của bạn được giữ kín", "Your data is protected", "您的信息受到保护"),
        Text(
            "Mã trên phiếu không ghi tên, số căn cước. Bạn có quyền xem những gì nhà nước giữ về mình "
            "và đề nghị sửa chỗ sai tại Công an xã, phường.",
            "The code on the slip holds no readable name or number. At the commune police you may see "
            "what is held about you and ask to correct it.",
            "凭条上的二维码不含可读的姓名和号码。您有权到乡（坊）公安查看关于您的信息，并要求更正。",
        ),
    ),
    Advice(
        Text("Cán bộ không được đòi tiền", "No official may ask for money", "工作人员不得索要钱财"),
        Text(
            "Đăng ký, lấy phiếu, qua cửa khẩu theo danh sách đều không mất tiền cho cán bộ. Ai đòi thì báo.",
            "Registering, the slip and crossing by the list cost nothing to be paid to an official. "
            "Report who asks.",
            "登记、领取凭条、按名单过关都不需要向工作人员付钱。有人索要请举报。",
        ),
    ),
)
