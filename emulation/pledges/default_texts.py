"""What the paper of the pledges says beside the targets."""

from dataclasses import dataclass

from emulation.pledges.models import Signing
from emulation.year.models import EmulationYear
from web.edit_conflicts import fingerprint

# The paper is Vietnamese whatever the reader's language: none of its words are translated.
COMMITMENTS = (
    "Phấn đấu hoàn thành và hoàn thành vượt mức các chỉ tiêu đã đăng ký.",
    "Tổ chức các phong trào thi đua thường xuyên trong năm, nêu rõ nguồn lực và mức khen thưởng.",
    "Báo cáo số liệu và kết quả đúng hạn cho Cụm trưởng và Liên minh HTX Việt Nam.",
    "Tự chấm điểm, chấm chéo công khai, khách quan, có minh chứng.",
)


@dataclass(frozen=True)
class SigningTexts:
    """The legal basis and the commitments, a line each."""

    legal_basis: str
    commitments: str

    @property
    def version(self) -> str:
        return fingerprint([self.legal_basis, self.commitments])


def with_defaults(contest_year: EmulationYear) -> SigningTexts:
    """The year's words; before anybody wrote them those of the latest year that has some, else the usual.

    A pledge without commitments is none: the usual ones stand in where there are none.
    """
    found = Signing.objects.filter(year__cluster=contest_year.cluster_id, year__year__lte=contest_year.year)
    signing = found.order_by("-year__year").first() or Signing()
    return SigningTexts(signing.legal_basis, signing.commitments or "\n".join(COMMITMENTS))
