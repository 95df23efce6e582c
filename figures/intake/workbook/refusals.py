"""Why a file is refused, as a sentence that says what to do."""

from django.utils.translation import gettext as _


def refusal_text(reason: str) -> str:
    return {
        "large": _("Tệp quá lớn so với một biểu số liệu. Tải lại biểu của kỳ này rồi nhập vào biểu đó."),
        "slow": _("Đọc tệp quá lâu nên đã dừng. Thử lại; vẫn không được thì tải lại biểu của kỳ này."),
        "encrypted": _("Tệp có mật khẩu nên không mở được. Bỏ mật khẩu, lưu lại rồi chọn lại tệp."),
        "old": _("Tệp theo dạng Excel cũ (.xls). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "macros": _("Tệp có chứa macro nên không nhận. Lưu lại theo dạng .xlsx, không macro."),
        "nested": _("Trong tệp có nhúng tệp khác nên không nhận. Tải lại biểu của kỳ này và nhập vào đó."),
        "form": _("Tệp không phải biểu tải về từ trang này. Tải biểu của kỳ này rồi nhập vào biểu đó."),
        "csv": _(
            "Tệp CSV không theo bảng mã UTF-8 nên mất dấu tiếng Việt. Trong Excel, chọn Lưu dưới dạng, kiểu "
            "“Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "other": _(
            "Tệp không phải bảng tính Excel (.xlsx). Mở tệp, chọn Lưu dưới dạng, kiểu “Sổ làm việc Excel "
            "(.xlsx)”, rồi chọn lại tệp."
        ),
    }.get(reason) or _("Tệp hỏng hoặc không mở được. Tải lại biểu của kỳ này rồi nhập vào biểu đó.")
