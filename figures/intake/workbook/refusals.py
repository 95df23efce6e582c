"""Why a file is refused, as a sentence that says what to do."""

from django.utils.translation import gettext as _


def refusal_text(reason: str) -> str:
    texts = _about_workbooks() | _about_other_files()
    return texts.get(reason) or _(
        "Tệp hỏng hoặc không mở được. Tải lại biểu của kỳ này rồi nhập vào biểu đó."
    )


def _about_workbooks() -> dict[str, str]:
    return {
        "large": _("Tệp quá lớn so với một biểu số liệu. Tải lại biểu của kỳ này rồi nhập vào biểu đó."),
        "slow": _("Đọc tệp quá lâu nên đã dừng. Thử lại; vẫn không được thì tải lại biểu của kỳ này."),
        "encrypted": _("Tệp có mật khẩu nên không mở được. Bỏ mật khẩu, lưu lại rồi chọn lại tệp."),
        "old": _("Tệp theo dạng Excel cũ (.xls). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "binary": _("Tệp theo dạng Excel nhị phân (.xlsb). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "numbers": _(
            "Tệp của Apple Numbers (.numbers). Trong Numbers, chọn Tệp, Xuất sang, Excel, rồi chọn tệp .xlsx "
            "đó."
        ),
        "macros": _("Tệp có chứa macro nên không nhận. Lưu lại theo dạng .xlsx, không macro."),
        "nested": _("Trong tệp có nhúng tệp khác nên không nhận. Tải lại biểu của kỳ này và nhập vào đó."),
        "memory": _("Tệp không phải biểu tải về từ trang này. Tải biểu của kỳ này rồi nhập vào biểu đó."),
        "form": _(
            "Tệp không phải biểu tải về từ trang này, cũng không có bảng nào ghi tên chỉ tiêu cạnh số liệu. "
            "Tải biểu của kỳ này rồi nhập vào biểu đó."
        ),
    }


def _about_other_files() -> dict[str, str]:
    return {
        "csv": _(
            "Tệp CSV không theo bảng mã UTF-8 nên mất dấu tiếng Việt. Trong Excel, chọn Lưu dưới dạng, kiểu "
            "“Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "null": _(
            "Tệp chữ có ký tự rỗng (NUL), thường do lưu sai bảng mã. Trong Excel, chọn Lưu dưới dạng, kiểu "
            "“Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "markup": _(
            "Tệp là trang HTML hoặc XML, không phải bảng tính Excel (.xlsx), dù tên có thể ghi .xls. Mở tệp "
            "bằng Excel, chọn Lưu dưới dạng, kiểu “Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "no_columns": _(
            "Tệp chữ này không phải bảng tính: không có dấu chấm phẩy, dấu phẩy hay Tab ngăn các cột. Trong "
            "Excel, chọn Lưu dưới dạng, kiểu “Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "commas": _(
            "Tệp CSV ngăn cột bằng dấu phẩy nhưng các dòng có số cột khác nhau, nên không tách được dấu phẩy "
            "trong số với dấu ngăn cột. Trong Excel, chọn Lưu dưới dạng, kiểu “Sổ làm việc Excel (.xlsx)”, "
            "rồi chọn lại tệp."
        ),
        "quotes": _(
            "Tệp chữ có dấu ngoặc kép mở mà không đóng nên không tách được các ô. Trong Excel, chọn Lưu dưới "
            "dạng, kiểu “Sổ làm việc Excel (.xlsx)”, rồi chọn lại tệp."
        ),
        "empty": _("Tệp trống, không phải bảng tính. Kiểm tra lại tệp rồi chọn lại."),
        "words": _(
            "Tệp là văn bản (Word hoặc tương tự), không phải bảng tính Excel (.xlsx). Chép bảng trong văn "
            "bản rồi dán vào mục Dán từ Excel."
        ),
        "pdf": _(
            "Tệp là văn bản PDF, không phải bảng tính Excel (.xlsx). Chọn tệp Excel gốc, hoặc chép bảng rồi "
            "dán vào mục Dán từ Excel."
        ),
        "other": _(
            "Tệp không phải bảng tính Excel (.xlsx). Mở tệp, chọn Lưu dưới dạng, kiểu “Sổ làm việc Excel "
            "(.xlsx)”, rồi chọn lại tệp."
        ),
    }
