"""Addresses of the contest."""

from django.urls import path

from emulation.views import evidence, year

app_name = "emulation"

urlpatterns = [
    path("", year.home, name="home"),
    path("add/", year.add, name="add"),
    path("<int:year>/", year.year, name="year"),
    path("<int:year>/dates/", year.dates, name="dates"),
    # /emulation/<year>/evidence/
    path("<int:year>/evidence/", evidence.evidence, name="evidence"),
    path("<int:year>/evidence/<int:pk>/", evidence.file, name="evidence-file"),
    path("<int:year>/evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
]
