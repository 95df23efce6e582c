"""The field of points that people enter for a criterion."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from emulation.criteria.models import Criterion
from emulation.scoring.points import points_refusal
from emulation.scoring.rule import ScoringRule
from web.fields import NumberField


class PointsField(NumberField):
    """Points from 0 to the criterion's maximum; what it refuses, it refuses in the words of the services."""

    def __init__(self, criterion: Criterion, **kwargs: Any) -> None:
        self.rule = ScoringRule(criterion.kind, criterion.maximum)
        super().__init__(decimals=2, required=False, **kwargs)

    def check_range(self, number: Decimal) -> None:
        super().check_range(number)
        if refusal := points_refusal(self.rule, number):
            raise ValidationError(refusal, code="points")
