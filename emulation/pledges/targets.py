"""What the provinces pledged for a year, as scoring measures against it."""

from decimal import Decimal

from emulation.models import Pledge, PledgeTarget


def signed_targets(year: int) -> dict[tuple[str, str], Decimal]:
    """(province slug, indicator code) → the target; of signed pledges alone, which bind. One query."""
    rows = PledgeTarget.objects.filter(pledge__year__year=year, pledge__state=Pledge.State.SIGNED)
    return {
        (province, code): value
        for province, code, value in rows.values_list("pledge__province__slug", "indicator__code", "value")
    }
