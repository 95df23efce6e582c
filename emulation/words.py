"""What the steps of the contest are called, by the code that an event carries."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "year.open": _("Mở năm thi đua"),
    "dates.save": _("Đặt thời hạn"),
    "evidence.add": _("Tải minh chứng lên"),
    "evidence.remove": _("Xóa minh chứng"),
    "vote.save": _("Soạn cuộc bỏ phiếu"),
    "vote.delete": _("Xóa cuộc bỏ phiếu đang soạn"),
    "vote.open": _("Mở bỏ phiếu"),
    "vote.close": _("Đóng bỏ phiếu và kiểm phiếu"),
    "vote.void": _("Đóng bỏ phiếu, không thành"),
    "rules.add": _("Thêm tiêu chí"),
    "rules.edit": _("Sửa tiêu chí"),
    "rules.move": _("Đổi thứ tự tiêu chí"),
    "rules.delete": _("Xóa tiêu chí"),
    "rules.copy": _("Lấy bảng điểm năm trước"),
    "rules.load": _("Lấy bảng điểm đã công bố"),
    "rules.lock": _("Khóa bảng điểm"),
    "rules.unlock": _("Mở khóa bảng điểm"),
    "movement.add": _("Thêm phong trào"),
    "movement.edit": _("Sửa phong trào"),
    "movement.launch": _("Phát động phong trào"),
    "movement.register": _("Đăng ký tham gia phong trào"),
    "movement.close": _("Tổng kết phong trào"),
    "movement.remove": _("Xóa phong trào"),
    "activity.add": _("Ghi hoạt động"),
    "activity.remove": _("Xóa hoạt động"),
}
