"""No text speaks as the first drafts did: everyday images, translated English, zero in words."""

from itertools import chain

import pytest
from django.conf import settings

# Seen in the product once; what an official writes instead is beside each.
PHRASES = {
    "im ắng": "không có hoạt động trong 05 tháng liên tiếp",
    "đều còn, kể cả": "Số liệu đã nhập được giữ nguyên",
    "Chưa đọc được số": "Giá trị “abc” không hợp lệ",
    "có hai cách đọc": "có thể hiểu theo hai cách",
    "Ghi phần ghi được": "Ghi các ô hợp lệ",
    "Sửa ở nguồn": "Sửa trong tệp Excel rồi tải lên lại",
    "Kể cả tạm tính": "Gồm số tạm tính",
    "Riêng đã chấp nhận": "Chỉ số đã chấp nhận",
    "Độ sát của": "Mức độ chính xác của số ước thực hiện",
    "chắc chắn": "mức độ ổn định; ổn định",
    "chưa phân định": "chênh lệch chưa rõ với",
    "nặng thêm": "tăng trọng số",
    "nhẹ đi": "giảm trọng số",
    "Tài khoản này không làm được": "Tài khoản không có quyền thực hiện chức năng này",
    "không có việc nào phải làm": "Hiện không có nhiệm vụ cần xử lý",
    "Không lưu, về danh sách": "Hủy, quay lại danh sách",
    "Đứng ở đầu biểu": "Hiển thị ở đầu biểu",
    "không còn được nhận": "Phiên làm việc đã thay đổi",
    "danh-sach-cooperative": "danh-sach-hop-tac-xa",
}
SOURCES = ["*.py", "*.html", "*.typ", "*.js"]
ROOTS = [
    "emulation",
    "emulation_cluster",
    "figures",
    "papers",
    "provinces",
    "reports",
    "static",
    "templates",
    "web",
]


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    files = chain.from_iterable(
        (settings.BASE_DIR / root).rglob(pattern) for root in ROOTS for pattern in SOURCES
    )
    return {str(file.relative_to(settings.BASE_DIR)): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrase_of_the_first_drafts_is_gone(phrase: str, sources: dict[str, str]) -> None:
    assert len(sources) > 500
    assert [name for name, text in sources.items() if phrase in text] == []
