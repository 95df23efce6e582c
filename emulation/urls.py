"""Addresses of the contest."""

from django.urls import path

from emulation.views import evidence, vote, year

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
    # votes
    path("<int:year>/votes/", vote.vote_list, name="vote-list"),
    path("<int:year>/votes/add/", vote.add, name="vote-add"),
    path("<int:year>/votes/<int:pk>/", vote.vote, name="vote"),
    path("<int:year>/votes/<int:pk>/edit/", vote.edit, name="vote-edit"),
    path("<int:year>/votes/<int:pk>/delete/", vote.delete, name="vote-delete"),
    path("<int:year>/votes/<int:pk>/open/", vote.open_, name="vote-open"),
    path("<int:year>/votes/<int:pk>/close/", vote.close, name="vote-close"),
    path("<int:year>/votes/<int:pk>/again/", vote.again, name="vote-again"),
]
