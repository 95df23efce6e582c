"""Addresses of the contest."""

from django.urls import path

from emulation.views import (
    activities,
    check,
    checks,
    council,
    criteria,
    evidence,
    movement_steps,
    movements,
    pledge,
    pledges,
    results,
    rules,
    scores,
    vote,
    year,
)

app_name = "emulation"

urlpatterns = [
    path("", year.home, name="home"),
    path("add/", year.add, name="add"),
    path("<int:year>/", year.year, name="year"),
    path("<int:year>/dates/", year.dates, name="dates"),
    # /emulation/<year>/checks/
    path("<int:year>/checks/", checks.checks, name="checks"),
    path("<int:year>/checks/draw/", checks.draw, name="checks-draw"),
    path("<int:year>/checks/ring/", checks.ring, name="checks-ring"),
    path("<int:year>/checks/publish/", checks.publish, name="checks-publish"),
    path("<int:year>/checks/<slug:province>/", check.check, name="check"),
    path("<int:year>/checks/<slug:province>/answer/", check.answer, name="check-answer"),
    # /emulation/<year>/movements/
    path("<int:year>/movements/", movements.movements, name="movements"),
    path("<int:year>/movements/add/", movements.add, name="movement-add"),
    path("<int:year>/movements/<int:pk>/", movements.movement, name="movement"),
    path("<int:year>/movements/<int:pk>/edit/", movements.edit, name="movement-edit"),
    path("<int:year>/movements/<int:pk>/launch/", movement_steps.launch, name="movement-launch"),
    path("<int:year>/movements/<int:pk>/close/", movement_steps.close, name="movement-close"),
    path("<int:year>/movements/<int:pk>/remove/", movement_steps.remove, name="movement-remove"),
    path("<int:year>/movements/<int:pk>/register/", movement_steps.register, name="movement-register"),
    path("<int:year>/movements/<int:pk>/activities/add/", activities.add, name="activity-add"),
    path(
        "<int:year>/movements/<int:pk>/activities/<int:activity>/remove/",
        activities.remove,
        name="activity-remove",
    ),
    # /emulation/<year>/evidence/
    path("<int:year>/evidence/", evidence.evidence, name="evidence"),
    path("<int:year>/evidence/<int:pk>/", evidence.file, name="evidence-file"),
    path("<int:year>/evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
    # /emulation/<year>/votes/
    path("<int:year>/votes/", vote.vote_list, name="vote-list"),
    path("<int:year>/votes/add/", vote.add, name="vote-add"),
    path("<int:year>/votes/<int:pk>/", vote.vote, name="vote"),
    path("<int:year>/votes/<int:pk>/edit/", vote.edit, name="vote-edit"),
    path("<int:year>/votes/<int:pk>/delete/", vote.delete, name="vote-delete"),
    path("<int:year>/votes/<int:pk>/open/", vote.open_, name="vote-open"),
    path("<int:year>/votes/<int:pk>/close/", vote.close, name="vote-close"),
    path("<int:year>/votes/<int:pk>/again/", vote.again, name="vote-again"),
    path("<int:year>/votes/<int:pk>/minutes.pdf", vote.minutes, {"form": "pdf"}, name="vote-minutes"),
    path("<int:year>/votes/<int:pk>/minutes.docx", vote.minutes, {"form": "docx"}, name="vote-minutes-docx"),
    # /emulation/<year>/results/
    path("<int:year>/results/", results.results, name="results"),
    path("<int:year>/results/settle/", council.settle, name="scores-settle"),
    path("<int:year>/results/reopen/", council.reopen, name="scores-reopen"),
    path("<int:year>/results/<slug:province>/", results.province, name="results-province"),
    path("<int:year>/results/<slug:province>/finals/", council.finals, name="finals"),
    # /emulation/<year>/rules/
    path("<int:year>/rules/", rules.rules, name="rules"),
    path("<int:year>/rules/trial/", rules.trial, name="rules-trial"),
    path("<int:year>/rules/copy/", rules.copy, name="rules-copy"),
    path("<int:year>/rules/load/", rules.load, name="rules-load"),
    path("<int:year>/rules/lock/", rules.lock, name="rules-lock"),
    path("<int:year>/rules/unlock/", rules.unlock, name="rules-unlock"),
    path("<int:year>/rules/ties/", council.ties, name="ties"),
    path("<int:year>/rules/add/", criteria.add, name="criterion-add"),
    path("<int:year>/rules/<int:criterion>/", criteria.edit, name="criterion-edit"),
    path("<int:year>/rules/<int:criterion>/move/", criteria.move, name="criterion-move"),
    path("<int:year>/rules/<int:criterion>/delete/", criteria.delete, name="criterion-delete"),
    # /emulation/<year>/pledges/
    path("<int:year>/pledges/", pledges.overview, name="pledges"),
    path("<int:year>/pledges/indicators/", pledges.indicators, name="pledge-indicators"),
    path("<int:year>/pledges/signing/", pledges.signing, name="pledge-signing"),
    path("<int:year>/pledges/signing/open/", pledges.open_, name="pledge-open"),
    path("<int:year>/pledges/signing/record/", pledges.record, name="pledge-record"),
    path("<int:year>/pledges/pledge.pdf", pledges.pdf, name="pledge-pdf"),
    path("<int:year>/pledges/<slug:province>/", pledge.pledge, name="pledge"),
    path("<int:year>/pledges/<slug:province>/sign/", pledge.sign, name="pledge-sign"),
    path("<int:year>/pledges/<slug:province>/return/", pledge.send_back, name="pledge-return"),
    path("<int:year>/pledges/<slug:province>/change/", pledge.change, name="pledge-change"),
    # /emulation/<year>/scores/
    path("<int:year>/scores/", scores.scores, name="scores"),
    path("<int:year>/scores/<slug:province>/", scores.sheet, name="score-sheet"),
    path("<int:year>/scores/<slug:province>/send/", scores.send, name="score-send"),
    path("<int:year>/scores/<slug:province>/return/", scores.give_back, name="score-return"),
    path("<int:year>/scores/<slug:province>/<int:criterion>/", scores.edit, name="score-edit"),
]
