"""What the contest's registers count in a province's half-year, beside the figures that it types."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.movements.models import Movement, Registration
from emulation.year.models import EmulationYear
from figures.submissions.register_counts import CountedHalf, Counts, RegisterCount


def contest_counts(half: CountedHalf) -> Mapping[int, Counts]:
    """Movements launched, units registered and awards decided within the half-year.

    A register that no province uses yet counts nothing. While a registration lacks its number of units, the
    units are not counted.
    """
    period = half.period
    contest_year = EmulationYear.objects.filter(cluster=period.cluster_id, year=period.year).first()
    if contest_year is None:
        return {}
    days = (half.first_day, half.last_day)
    launched = Movement.objects.filter(year=contest_year).launched()
    joined = Registration.objects.filter(movement__year=contest_year)
    awarded = Dossier.objects.awarded().filter(year__cluster=period.cluster_id)
    movements_url = reverse("emulation:movements", args=[contest_year.year])
    counts: dict[int, dict[str, RegisterCount]] = {province: {} for province in half.provinces}
    if launched.exists():
        own = Counter(launched.filter(launched_on__range=days).values_list("province_id", flat=True))
        for province in half.provinces:
            counts[province]["emulation.movements"] = RegisterCount(
                Decimal(own[province]), _("Danh sách phong trào"), movements_url
            )
    if joined.exists():
        units: dict[int, list[int | None]] = {province: [] for province in half.provinces}
        for province, number in joined.filter(
            province__in=half.provinces, registered_at__date__range=days
        ).values_list("province_id", "units"):
            units[province].append(number)
        for province, numbers in units.items():
            known = [number for number in numbers if number is not None]
            if len(known) == len(numbers):
                counts[province]["emulation.registrations"] = RegisterCount(
                    Decimal(sum(known)), _("Đăng ký tham gia phong trào"), movements_url
                )
    if awarded.exists():
        own = Counter(awarded.filter(decided_on__range=days).values_list("province_id", flat=True))
        for province in half.provinces:
            counts[province]["emulation.awards"] = RegisterCount(
                Decimal(own[province]), _("Danh sách khen thưởng"), reverse("emulation:honours")
            )
    return counts
