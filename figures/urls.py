"""Addresses of what provinces report."""

from django.urls import path

from figures.models import Step
from figures.views import (
    cells,
    entry,
    history,
    indicators,
    intake,
    paste,
    periods,
    published,
    review,
    steps,
    tasks,
    texts,
    workbook,
)

app_name = "figures"

urlpatterns = [
    # /tasks/
    path("tasks/", tasks.tasks, name="tasks"),
    # /entry/
    path("entry/", entry.home, name="entry-home"),
    path("entry/<slug:period>/<slug:province>/", entry.entry, name="entry"),
    path("entry/<slug:period>/<slug:province>/cells/<str:code>/", cells.cell, name="cell"),
    path("entry/<slug:period>/<slug:province>/cells/<str:code>/context/", cells.context, name="cell-context"),
    path("entry/<slug:period>/<slug:province>/cells/<str:code>/history/", history.cell, name="cell-history"),
    path("entry/<slug:period>/<slug:province>/texts/<slug:name>/", texts.text, name="text"),
    path("entry/<slug:period>/<slug:province>/basis/", texts.basis, name="basis"),
    path("entry/<slug:period>/<slug:province>/form.xlsx", workbook.form, name="entry-form"),
    path("entry/<slug:period>/<slug:province>/upload/", workbook.upload, name="entry-upload"),
    path("entry/<slug:period>/<slug:province>/paste/", paste.paste, name="entry-paste"),
    path("entry/<slug:period>/<slug:province>/undo/", intake.undo, name="undo"),
    # /review/
    path("review/", review.home, name="review-home"),
    path("review/<slug:period>/", review.period, name="review"),
    path("review/<slug:period>/late/", tasks.late, name="late"),
    path("review/<slug:period>/<slug:province>/", review.province, name="review-province"),
    path(
        "review/<slug:period>/<slug:province>/approve/",
        steps.step,
        {"action": Step.Action.APPROVE},
        name="approve",
    ),
    path(
        "review/<slug:period>/<slug:province>/accept/",
        steps.step,
        {"action": Step.Action.ACCEPT},
        name="accept",
    ),
    path(
        "review/<slug:period>/<slug:province>/return/",
        steps.step,
        {"action": Step.Action.RETURN},
        name="return",
    ),
    path(
        "review/<slug:period>/<slug:province>/comment/",
        steps.step,
        {"action": Step.Action.COMMENT},
        name="comment",
    ),
    # /log/
    path("log/", history.log, name="log"),
    # /periods/
    path("periods/", periods.period_list, name="period-list"),
    path("periods/add/", periods.add, name="period-add"),
    path("periods/<slug:period>/", periods.edit, name="period-edit"),
    path("periods/<slug:period>/open/", periods.open_, name="period-open"),
    path("periods/<slug:period>/lock/", periods.lock, name="period-lock"),
    path("periods/<slug:period>/published/", published.published, name="published"),
    # /indicators/
    path("indicators/", indicators.indicator_list, name="indicator-list"),
]
