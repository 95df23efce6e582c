from django.urls import path

from figures.catalogue import views as catalogue
from figures.change_log import views as change_log
from figures.duties import views as duties
from figures.entry import blank_views as blanks
from figures.entry import cell_views as cells
from figures.entry import text_views as texts
from figures.entry import views as entry
from figures.intake import views as intake
from figures.intake.paste import views as paste
from figures.intake.workbook import views as workbook
from figures.periods import views as periods
from figures.published import views as published
from figures.register_comparison import views as register_comparison
from figures.review import accept_views, late_views
from figures.review import step_views as steps
from figures.review import views as review
from figures.submissions.models import Step
from figures.workflow import views as workflow

app_name = "figures"

urlpatterns = [
    # /tasks/
    path("tasks/", duties.tasks, name="tasks"),
    # /entry/
    path("entry/", entry.home, name="entry-home"),
    path("entry/<slug:period>/<slug:province>/", entry.entry, name="entry"),
    path("entry/<slug:period>/<slug:province>/cells/<str:code>/", cells.cell, name="cell"),
    path("entry/<slug:period>/<slug:province>/cells/<str:code>/context/", cells.context, name="cell-context"),
    path(
        "entry/<slug:period>/<slug:province>/cells/<str:code>/history/", change_log.cell, name="cell-history"
    ),
    path("entry/<slug:period>/<slug:province>/texts/<slug:name>/", texts.text, name="text"),
    path("entry/<slug:period>/<slug:province>/basis/", texts.basis, name="basis"),
    path("entry/<slug:period>/<slug:province>/form.xlsx", workbook.form, name="entry-form"),
    path("entry/<slug:period>/<slug:province>/upload/", workbook.upload, name="entry-upload"),
    path("entry/<slug:period>/<slug:province>/paste/", paste.paste, name="entry-paste"),
    path("entry/<slug:period>/<slug:province>/blanks/", blanks.blanks, name="entry-blanks"),
    path(
        "entry/<slug:period>/<slug:province>/register/",
        register_comparison.comparison,
        name="register-comparison",
    ),
    path(
        "entry/<slug:period>/<slug:province>/register/complete/",
        register_comparison.complete,
        name="register-complete",
    ),
    path("entry/<slug:period>/<slug:province>/withdraw/", workflow.withdraw, name="withdraw"),
    path("entry/<slug:period>/<slug:province>/undo/", intake.undo, name="undo"),
    # /review/
    path("review/", review.home, name="review-home"),
    path("review/<slug:period>/", review.period, name="review"),
    path("review/<slug:period>/late/", late_views.late, name="late"),
    path("review/<slug:period>/accept/", accept_views.accept_many, name="accept-many"),
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
    path(
        "review/<slug:period>/<slug:province>/read/",
        steps.step,
        {"action": Step.Action.READ},
        name="read-comments",
    ),
    # /log/
    path("log/", change_log.log, name="log"),
    # /periods/
    path("periods/", periods.period_list, name="period-list"),
    path("periods/add/", periods.add, name="period-add"),
    path("periods/<slug:period>/", periods.edit, name="period-edit"),
    path("periods/<slug:period>/open/", workflow.open_, name="period-open"),
    path("periods/<slug:period>/lock/", workflow.lock, name="period-lock"),
    path("periods/<slug:period>/published/", published.published, name="published"),
    # /indicators/
    path("indicators/", catalogue.indicator_list, name="indicator-list"),
]
