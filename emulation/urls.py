from django.urls import path

from emulation.awards.pages import dossier_views as dossier
from emulation.awards.pages import honours_views as honours
from emulation.council import views as council
from emulation.criteria import views as criteria
from emulation.cross_checks import ring_views as checks
from emulation.cross_checks import views as cross_checks
from emulation.evidence import views as evidence
from emulation.movements import activity_views as activities
from emulation.movements import step_views as movement_steps
from emulation.movements import views as movements
from emulation.overview import views as overview
from emulation.pledges.pages import list_views as pledges
from emulation.pledges.pages import pledge_views as pledge
from emulation.results import views as results
from emulation.rules import views as rules
from emulation.self_scores import views as self_scores
from emulation.votes import views as votes
from emulation.year import views as year

app_name = "emulation"

urlpatterns = [
    path("", overview.home, name="home"),
    path("add/", year.add, name="add"),
    path("honours/", honours.honours, name="honours"),
    # /emulation/<year>/ itself is reports:contest: charts are drawn there
    path("<int:year>/dates/", year.dates, name="dates"),
    path("<int:year>/log/", year.log, name="year-log"),
    path("<int:year>/board/", overview.board, name="board"),
    # /emulation/<year>/checks/
    path("<int:year>/checks/", checks.checks, name="checks"),
    path("<int:year>/checks/draw/", checks.draw, name="checks-draw"),
    path("<int:year>/checks/ring/", checks.ring, name="checks-ring"),
    path("<int:year>/checks/publish/", checks.publish, name="checks-publish"),
    path("<int:year>/checks/<slug:province>/", cross_checks.check, name="check"),
    path("<int:year>/checks/<slug:province>/answer/", cross_checks.answer, name="check-answer"),
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
        "<int:year>/movements/<int:pk>/activities/<int:activity>/edit/",
        activities.edit,
        name="activity-edit",
    ),
    path(
        "<int:year>/movements/<int:pk>/activities/<int:activity>/remove/",
        activities.remove,
        name="activity-remove",
    ),
    # /emulation/<year>/evidence/
    path("<int:year>/evidence/", evidence.evidence, name="evidence"),
    path("<int:year>/evidence/<int:pk>/", evidence.file, name="evidence-file"),
    path("<int:year>/evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
    # /emulation/<year>/dossiers/
    path("<int:year>/dossiers/", dossier.dossier_list, name="dossier-list"),
    path("<int:year>/dossiers/add/", dossier.add, name="dossier-add"),
    path("<int:year>/dossiers/<int:pk>/", dossier.dossier, name="dossier"),
    path("<int:year>/dossiers/<int:pk>/edit/", dossier.edit, name="dossier-edit"),
    path("<int:year>/dossiers/<int:pk>/step/", dossier.step, name="dossier-step"),
    path("<int:year>/dossiers/<int:pk>/delete/", dossier.delete, name="dossier-delete"),
    path("<int:year>/dossiers/<int:pk>/report.pdf", dossier.report, {"form": "pdf"}, name="dossier-pdf"),
    path("<int:year>/dossiers/<int:pk>/report.docx", dossier.report, {"form": "docx"}, name="dossier-docx"),
    path(
        "<int:year>/dossiers/cluster/<slug:kind>.pdf",
        dossier.cluster_paper,
        {"form": "pdf"},
        name="proposals-pdf",
    ),
    path(
        "<int:year>/dossiers/cluster/<slug:kind>.docx",
        dossier.cluster_paper,
        {"form": "docx"},
        name="proposals-docx",
    ),
    path(
        "<int:year>/dossiers/<slug:province>/<slug:kind>.pdf",
        dossier.province_paper,
        {"form": "pdf"},
        name="dossiers-pdf",
    ),
    path(
        "<int:year>/dossiers/<slug:province>/<slug:kind>.docx",
        dossier.province_paper,
        {"form": "docx"},
        name="dossiers-docx",
    ),
    # /emulation/<year>/votes/
    path("<int:year>/votes/", votes.vote_list, name="vote-list"),
    path("<int:year>/votes/add/", votes.add, name="vote-add"),
    path("<int:year>/votes/<int:pk>/", votes.vote, name="vote"),
    path("<int:year>/votes/<int:pk>/edit/", votes.edit, name="vote-edit"),
    path("<int:year>/votes/<int:pk>/delete/", votes.delete, name="vote-delete"),
    path("<int:year>/votes/<int:pk>/open/", votes.open_, name="vote-open"),
    path("<int:year>/votes/<int:pk>/close/", votes.close, name="vote-close"),
    path("<int:year>/votes/<int:pk>/again/", votes.again, name="vote-again"),
    path("<int:year>/votes/<int:pk>/minutes.pdf", votes.minutes, {"form": "pdf"}, name="vote-minutes"),
    path("<int:year>/votes/<int:pk>/minutes.docx", votes.minutes, {"form": "docx"}, name="vote-minutes-docx"),
    # /emulation/<year>/results/
    path("<int:year>/results/", results.results, name="results"),
    path("<int:year>/results/table.pdf", results.table_paper, {"form": "pdf"}, name="results-pdf"),
    path("<int:year>/results/table.docx", results.table_paper, {"form": "docx"}, name="results-docx"),
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
    path("<int:year>/pledges/signing/open/", pledges.open_for_signing, name="pledge-open"),
    path("<int:year>/pledges/signing/record/", pledges.record, name="pledge-record"),
    path("<int:year>/pledges/pledge.pdf", pledges.pdf, name="pledge-pdf"),
    path("<int:year>/pledges/<slug:province>/", pledge.pledge, name="pledge"),
    path("<int:year>/pledges/<slug:province>/sign/", pledge.sign, name="pledge-sign"),
    path("<int:year>/pledges/<slug:province>/return/", pledge.give_back, name="pledge-return"),
    path("<int:year>/pledges/<slug:province>/change/", pledge.change, name="pledge-change"),
    path("<int:year>/pledges/<slug:province>/decide/", pledge.decide, name="pledge-decide"),
    path("<int:year>/pledges/<slug:province>/answer/", pledge.answer, name="pledge-answer"),
    # /emulation/<year>/scores/
    path("<int:year>/scores/", self_scores.scores, name="scores"),
    path("<int:year>/scores/<slug:province>/", self_scores.sheet, name="score-sheet"),
    path("<int:year>/scores/<slug:province>/send/", self_scores.send, name="score-send"),
    path("<int:year>/scores/<slug:province>/return/", self_scores.give_back, name="score-return"),
    path("<int:year>/scores/<slug:province>/<int:criterion>/", self_scores.edit, name="score-edit"),
]
