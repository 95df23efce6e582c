"""Addresses of the contest."""

from django.urls import path

from emulation.views import year

app_name = "emulation"

urlpatterns = [
    path("", year.home, name="home"),
    path("add/", year.add, name="add"),
    path("<int:year>/", year.year, name="year"),
    path("<int:year>/dates/", year.dates, name="dates"),
]
