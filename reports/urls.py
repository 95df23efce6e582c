"""URLs of this app."""

from django.urls import path

from reports.conference.publication import views as publication
from reports.contest import views as contest
from reports.dashboard import views as dashboard
from reports.explore import views as explore
from reports.indicator import remark_views
from reports.indicator import views as indicator
from reports.province import views as province
from reports.reopening import views as reopening

app_name = "reports"

urlpatterns = [
    # /
    path("", dashboard.home, name="home"),
    # /dashboard/
    path("dashboard/<str:period>/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<str:period>/indicators/<str:code>/", indicator.indicator, name="indicator"),
    path(
        "dashboard/<str:period>/indicators/<str:code>/remark/", remark_views.remark, name="indicator-remark"
    ),
    path(
        "dashboard/<str:period>/figures.xlsx", dashboard.figures, {"file_format": "xlsx"}, name="figures-xlsx"
    ),
    path("dashboard/<str:period>/figures.csv", dashboard.figures, {"file_format": "csv"}, name="figures-csv"),
    # /explore/
    path("explore/", explore.explore, name="explore"),
    path("explore/views/", explore.save, name="explore-save"),
    path("explore/views/<int:pk>/", explore.overwrite, name="explore-overwrite"),
    path("explore/views/<int:pk>/delete/", explore.delete, name="explore-delete"),
    # /provinces/
    path("provinces/<slug:province>/", province.province, name="province"),
    # /review/: here and not in figures, because the page shows the effect on reports
    path("review/<slug:period>/<slug:province>/reopen/", reopening.reopen, name="reopen"),
    # /emulation/<year>/: here and not in emulation, because the page has charts
    path("emulation/<int:year>/", contest.contest, name="contest"),
    # /conference/
    path("conference/", publication.home, name="conference-home"),
    path("conference/<str:period>/", publication.conference_page, name="conference"),
    path("conference/<str:period>/publish/", publication.publish, name="conference-publish"),
    path("conference/<str:period>/report.pdf", publication.report_pdf, name="report-pdf"),
    path(
        "conference/<str:period>/figures.xlsx",
        publication.report_table,
        {"file_format": "xlsx"},
        name="report-xlsx",
    ),
    path(
        "conference/<str:period>/figures.csv",
        publication.report_table,
        {"file_format": "csv"},
        name="report-csv",
    ),
]
