"""Addresses of this app."""

from django.urls import path

from reports.views import conference, contest, dashboard, files, indicator, province, reopening

app_name = "reports"

urlpatterns = [
    # /
    path("", dashboard.home, name="home"),
    # /dashboard/
    path("dashboard/<str:period>/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<str:period>/indicators/<str:code>/", indicator.indicator, name="indicator"),
    path("dashboard/<str:period>/figures.xlsx", files.figures, {"file_format": "xlsx"}, name="figures-xlsx"),
    path("dashboard/<str:period>/figures.csv", files.figures, {"file_format": "csv"}, name="figures-csv"),
    # /provinces/
    path("provinces/<slug:province>/", province.province, name="province"),
    # /review/, beside the other steps: here, because what reopening moves is known here
    path("review/<slug:period>/<slug:province>/reopen/", reopening.reopen, name="reopen"),
    # /emulation/<year>/, over the contest's own pages: here, because charts are drawn here
    path("emulation/<int:year>/", contest.contest, name="contest"),
    # /conference/
    path("conference/", conference.home, name="conference-home"),
    path("conference/<str:period>/", conference.conference, name="conference"),
    path("conference/<str:period>/publish/", conference.publish, name="conference-publish"),
    path("conference/<str:period>/report.pdf", conference.report_pdf, name="report-pdf"),
    path("conference/<str:period>/figures.xlsx", files.report, {"file_format": "xlsx"}, name="report-xlsx"),
    path("conference/<str:period>/figures.csv", files.report, {"file_format": "csv"}, name="report-csv"),
]
