"""What the contest's registers count in a province's half-year, beside the figures that it types."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.movements.models import Movement, Registration
from emulation.year.models import EmulationYear
from figures.submissions.register_counts import CountedHalf, RegisterCount


def contest_counts(half: CountedHalf) -> Mapping[str, RegisterCount]:
    """Movements launched, units registered and awards decided within the half-year.

    A register that no province uses yet counts nothing. While a registration lacks its number of units, the
    units are not counted.
    """
    period, province = half.submission.period, half.submission.province_id
    contest_year = EmulationYear.objects.filter(cluster=period.cluster_id, year=period.year).first()
    if contest_year is None:
        return {}
    days = (half.first_day, half.last_day)
    launched = Movement.objects.filter(year=contest_year).launched()
    joined = Registration.objects.filter(movement__year=contest_year)
    awarded = Dossier.objects.awarded().filter(year__cluster=period.cluster_id)
    movements_url = reverse("emulation:movements", args=[contest_year.year])
    counts = {}
    if launched.exists():
        own = launched.filter(province=province, launched_on__range=days)
        counts["emulation.movements"] = RegisterCount(
            Decimal(own.count()), _("Danh sách phong trào"), movements_url
        )
    units = list(
        joined.filter(province=province, registered_at__date__range=days).values_list("units", flat=True)
    )
    known = [number for number in units if number is not None]
    if len(known) == len(units) and joined.exists():
        counts["emulation.registrations"] = RegisterCount(
            Decimal(sum(known)), _("Đăng ký tham gia phong trào"), movements_url
        )
    if awarded.exists():
        own_awards = awarded.filter(province=province, decided_on__range=days)
        counts["emulation.awards"] = RegisterCount(
            Decimal(own_awards.count()), _("Danh sách khen thưởng"), reverse("emulation:honours")
        )
    return counts
