"""What the pledges' paper says besides the targets, until somebody writes it."""

from dataclasses import dataclass

from emulation.pledges.models import Signing
from emulation.year.models import EmulationYear
from web.edit_conflicts import fingerprint

# The paper is Vietnamese whatever the reader's language, so these are not translated.
COMMITMENTS = (
    "Phấn đấu hoàn thành và hoàn thành vượt mức các chỉ tiêu đã đăng ký.",
    "Tổ chức các phong trào thi đua thường xuyên trong năm, nêu rõ nguồn lực và mức khen thưởng.",
    "Báo cáo số liệu và kết quả đúng hạn cho Cụm trưởng và Liên minh HTX Việt Nam.",
    "Tự chấm điểm, chấm chéo công khai, khách quan, có minh chứng.",
)


@dataclass(frozen=True)
class SigningTexts:
    """Legal basis and commitments, one a line."""

    legal_basis: str
    commitments: str

    @property
    def version(self) -> str:
        return fingerprint([self.legal_basis, self.commitments])


def signing_texts(contest_year: EmulationYear) -> SigningTexts:
    """The year's own texts, or else those of the latest earlier year.

    Commitments are never empty: a pledge without any would pledge nothing.
    """
    signings = Signing.objects.filter(
        year__cluster=contest_year.cluster_id, year__year__lte=contest_year.year
    )
    signing = signings.order_by("-year__year").first() or Signing()
    return SigningTexts(signing.legal_basis, signing.commitments or "\n".join(COMMITMENTS))
