from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from figures.history.system_check import history_is_written


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = _("Số liệu")

    def ready(self) -> None:
        register(history_is_written, Tags.database)
