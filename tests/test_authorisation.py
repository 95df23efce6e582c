"""Authorisation: every URL × every member of the cast × GET and POST, each with the expected status.

Source: the design's table of roles. Hậu Giang has sent its half-year, and nobody has approved it yet.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from emulation.awards.models import Dossier
from emulation.criteria.models import Criterion
from emulation.cross_checks.models import Check
from emulation.evidence import storage
from emulation.evidence.models import Evidence
from emulation.movements.models import Activity, Movement
from emulation.votes.models import Poll
from emulation.year.models import Deadline
from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from tests.emulation.cross_checks.check_rows import make_sent
from tests.emulation.evidence.evidence_files import make_evidence
from tests.emulation.factories import make_criterion, make_sent_dossier, make_year
from tests.emulation.movements.movement_rows import make_activity, make_launched, make_movement
from tests.emulation.votes.polls import extend_vote_days, make_open_poll
from tests.factories import make_cooperative, make_group, make_officer, make_term, make_union
from tests.figures.factories import (
    RIGHT,
    entries,
    make_catalogue,
    make_period,
    make_reported,
    make_submission,
)

pytestmark = pytest.mark.long

CAST = ["anonymous", "own", "other", "leader", "secretary", "head", "deputy", "observer", "administrator"]
SENT = ["2023-H1", "hau-giang"]
PLEDGE = ["2023", "hau-giang"]
SCORED = ["2023", "hau-giang"]

NEW_PERIOD = {
    "year": "2023",
    "half": "2",
    "cut_off_on": "31/12/2023",
    "opens_on": "1/12/2023",
    "due_on": "31/12/2023",
    "closes_on": "15/1/2024",
    "corrections_until": "31/1/2024",
}
ORGANISATION = {
    "name": "Mùa Vàng",
    "sector": "agriculture",
    "legal_state": "active",
    "founded_on": "5/7/2020",
    "members": "120",
}
DATES = {f"{part}.{end}": "5/11/2023" for part in Deadline.Part.values for end in ("from", "to")}
ENDED = {"ended_on": "1/6/2023", "ended_how": "converted"}


@dataclass(frozen=True)
class Url:
    """One named URL; `get` and `post` are the expected statuses in the order of CAST.

    `login` is a redirection to the login page.
    """

    name: str
    get: str
    post: str
    args: list[str] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    model: type[Model] | None = None  # of the row whose key is in the URL


NO_POST = "login 405 405 405 405 405 405 405 405"
NO_GET = NO_POST
REDIRECTED_BACK = "login 302 404 302 302 302 302 302 403"

# name, then                          anonymous own other leader secretary head deputy observer administrator
TABLE = [
    # what leaders see
    Url("reports:home", "login 200 200 200 200 200 200 200 302", NO_POST),
    Url("reports:dashboard", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023-H1"]),
    Url(
        "reports:indicator",
        "login 200 200 200 200 200 200 200 403",
        NO_POST,
        ["2023-H1", "coop.total"],
    ),
    *(
        Url(f"reports:figures-{kind}", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023-H1"])
        for kind in ("xlsx", "csv")
    ),
    Url("reports:province", "login 200 200 200 200 200 200 200 403", NO_POST, ["hau-giang"]),
    # the report is not published yet: until then it is the cluster's work
    Url("reports:conference-home", "login 200 200 200 302 302 302 302 403", NO_POST),
    Url(
        "reports:conference",
        "login 404 404 404 200 200 200 200 403",
        "login 404 404 404 302 302 302 403 403",
        ["2023-H1"],
        {"seen": "0", "place": "Rạch Giá"},
    ),
    Url(
        "reports:conference-publish",
        "login 404 404 404 302 302 302 302 403",
        "login 404 404 404 403 302 302 403 403",
        ["2023-H1"],
        {"seen": "0", "number": "12", "signed_on": "5/7/2023"},
    ),
    Url("reports:report-pdf", "login 404 404 404 200 200 200 200 403", NO_POST, ["2023-H1"]),
    # numbers of a published report: this one is not published
    *(
        Url(f"reports:report-{kind}", "login 404 404 404 404 404 404 404 403", NO_POST, ["2023-H1"])
        for kind in ("xlsx", "csv")
    ),
    Url("figures:tasks", "login 200 200 200 200 200 200 200 200", NO_POST),
    # what provinces report
    Url("figures:entry-home", "login 302 302 302 403 302 302 403 403", NO_POST),
    Url(
        "figures:entry",
        "login 200 404 200 200 200 200 200 403",
        "login 409 404 409 403 403 403 403 403",  # sent: it takes no figures now, and never any from others
        SENT,
        {"coop.new": "12"},
    ),
    Url(
        "figures:cell",
        NO_GET,
        "login 409 404 409 403 403 403 403 403",  # as the whole form
        [*SENT, "coop.new"],
        {"coop.new": "12"},
    ),
    # for the province and those who run the cluster; the observer reads figures, not their history
    Url(
        "figures:cell-history",
        "login 200 404 200 200 404 404 404 403",
        NO_POST,
        [*SENT, "coop.new"],
    ),
    Url("figures:log", "login 403 403 403 200 403 403 403 200", NO_POST),
    Url(
        "figures:text",
        NO_GET,
        "login 409 404 409 403 403 403 403 403",  # as the whole form
        [*SENT, "causes"],
        {"causes": "Hạn mặn."},
    ),
    Url(
        "figures:basis",
        NO_GET,
        "login 409 404 409 403 403 403 403 403",  # as the whole form
        SENT,
        {"basis": "estimate"},
    ),
    Url(
        "figures:cell-context",
        "login 200 404 200 403 403 403 403 403",
        NO_POST,
        [*SENT, "coop.new"],
        {"coop.new": "12"},
    ),
    Url("figures:entry-form", "login 200 404 200 200 200 200 200 403", NO_POST, SENT),
    Url(
        "figures:entry-upload",
        "login 200 404 200 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        SENT,
    ),
    Url(
        "figures:entry-paste",
        "login 200 404 200 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        SENT,
        {"text": "HTX thành lập mới\t12"},
    ),
    Url(
        "figures:undo",
        "login 302 404 302 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        SENT,
    ),
    Url(
        "figures:entry-blanks",
        "login 302 404 302 403 403 403 403 403",  # sent: back to the form
        "login 302 404 302 403 403 403 403 403",
        SENT,
    ),
    Url("figures:withdraw", NO_GET, "login 302 404 302 403 403 403 403 403", SENT),
    Url("figures:review-home", "login 403 403 403 302 302 302 302 403", NO_POST),
    Url("figures:review", "login 403 403 403 200 200 200 200 403", NO_POST, ["2023-H1"]),
    Url("figures:late", "login 403 403 403 200 200 200 200 403", NO_POST, ["2023-H1"]),
    Url("figures:review-province", "login 200 404 200 200 200 200 200 403", NO_POST, SENT),
    # A GET, from the login page, redirects to the review page; a step out of turn is 409.
    Url("figures:approve", REDIRECTED_BACK, "login 403 404 302 403 403 403 403 403", SENT, {"seen": "2"}),
    Url("figures:accept", REDIRECTED_BACK, "login 403 404 403 409 409 409 403 403", SENT, {"seen": "2"}),
    Url(
        "figures:return",
        REDIRECTED_BACK,
        "login 403 404 302 302 302 302 403 403",
        SENT,
        {"reason": "Xem lại."},
    ),
    # Nothing is accepted yet, so nothing can be reopened: the page redirects.
    Url(
        "reports:reopen",
        "login 403 404 403 302 302 302 403 403",
        "login 403 404 403 409 409 409 403 403",
        SENT,
        {"reason": "Sửa.", "until": "1/1/2999"},
    ),
    Url(
        "figures:comment",
        REDIRECTED_BACK,
        "login 302 404 302 302 302 302 302 403",
        SENT,
        {"comment": "Đã xem."},
    ),
    Url(
        "figures:read-comments",
        REDIRECTED_BACK,
        "login 409 404 409 409 409 409 409 403",  # there is no comment
        SENT,
    ),
    Url(
        "figures:accept-many",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # none chosen
        ["2023-H1"],
    ),
    Url("figures:period-list", "login 403 403 403 200 200 200 403 403", NO_POST),
    Url(
        "figures:period-add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        data=NEW_PERIOD,
    ),
    Url(
        "figures:period-edit",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023-H1"],
        NEW_PERIOD | {"cut_off_on": "30/6/2023"},
    ),
    Url("figures:period-open", NO_GET, "login 403 403 403 302 302 302 403 403", ["2023-H1"]),
    Url("figures:period-lock", NO_GET, "login 403 403 403 302 302 302 403 403", ["2023-H1"]),
    Url(
        "figures:published",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023-H1"],
        {"coop.total": "2.109", "source": "Hội nghị sơ kết"},
    ),
    # the contest of 2023
    Url("emulation:home", "login 302 302 302 302 302 302 302 403", NO_POST),
    Url("reports:contest", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url(
        "emulation:add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 403 403 403 403",  # head and deputy of 2023 open no contest of 2024
        data={"year": "2024"},
    ),
    Url(
        "emulation:dates",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023"],
        DATES,
    ),
    Url("emulation:year-log", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url("emulation:board", "login 403 403 403 200 200 200 403 403", NO_POST, ["2023"]),
    # the ring of checks is published
    Url("emulation:checks", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    *(
        Url(
            f"emulation:checks-{step}",
            "login 403 403 403 302 302 302 403 403",
            "login 403 403 403 302 302 302 403 403",
            ["2023"],
        )
        for step in ("draw", "publish")
    ),
    Url(
        "emulation:checks-ring",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # nothing chosen: the form again
        ["2023"],
    ),
    # Cần Thơ's check of Hậu Giang, not sent: no one else may read it yet
    Url(
        "emulation:check",
        "login 404 200 404 404 404 404 404 403",
        "login 404 302 404 404 404 404 404 403",  # out of its days: redirected
        ["2023", "hau-giang"],
    ),
    # An Giang's check of Cần Thơ, sent, and all days over: Cần Thơ may read it, as the self-score of Hậu
    # Giang, which it had to check, never came
    Url(
        "emulation:check-answer",
        "login 404 200 404 403 404 404 404 403",
        "login 404 409 404 403 404 404 404 403",
        ["2023", "can-tho"],
    ),
    # movements; this one is Hậu Giang's, and planned
    Url("emulation:movements", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url(
        "emulation:movement-add",
        "login 200 200 200 200 200 200 403 403",
        "login 200 200 200 200 200 200 403 403",  # nothing entered: the form again
        ["2023"],
    ),
    Url("emulation:movement", "login 200 404 200 200 404 404 404 403", NO_POST, ["2023"], model=Movement),
    *(
        Url(
            f"emulation:movement-{step}",
            "login 200 404 200 403 404 404 404 403",
            "login 200 404 200 403 404 404 404 403",
            ["2023"],
            model=Movement,
        )
        for step in ("edit", "launch")
    ),
    Url(
        "emulation:movement-close",
        "login 302 404 302 403 404 404 404 403",
        "login 302 404 302 403 404 404 404 403",  # not launched: redirected
        ["2023"],
        model=Movement,
    ),
    Url(
        "emulation:movement-remove",
        "login 200 404 200 403 404 404 404 403",
        "login 302 404 302 403 404 404 404 403",
        ["2023"],
        model=Movement,
    ),
    # everybody reads a launched movement
    Url(
        "emulation:movement-register",
        "login 302 302 302 302 302 302 302 403",
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        {"units": "5"},
        Activity,
    ),
    Url(
        "emulation:activity-add",
        "login 302 403 302 403 403 403 403 403",  # out of its dates: redirected
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        model=Activity,
    ),
    Url(
        "emulation:activity-edit",
        "login 302 403 302 403 403 403 403 403",  # out of its dates: redirected
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        model=Activity,
    ),
    Url(
        "emulation:activity-remove",
        "login 200 403 200 403 403 403 403 403",
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        model=Activity,
    ),
    # Hậu Giang's file, attached to nothing that was sent; participants have files
    Url("emulation:rules", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url("emulation:rules-trial", "login 403 403 403 200 200 200 403 403", NO_POST, ["2023"]),
    Url("emulation:rules-copy", NO_GET, "login 403 403 403 302 302 302 403 403", ["2023"]),
    Url("emulation:rules-load", NO_GET, "login 403 403 403 302 302 302 403 403", ["2023"]),
    Url("emulation:rules-lock", NO_GET, "login 403 403 403 302 302 302 403 403", ["2023"]),
    # nothing to unlock: the page redirects
    Url(
        "emulation:rules-unlock",
        "login 403 403 403 302 302 302 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
    ),
    Url(
        "emulation:criterion-add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",
        ["2023"],
    ),
    Url(
        "emulation:criterion-edit",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
        {"label": "Truyền thông", "maximum": "3"},
        model=Criterion,
    ),
    *(
        Url(
            f"emulation:criterion-{verb}",
            NO_GET,
            "login 403 403 403 302 302 302 403 403",
            ["2023"],
            model=Criterion,
        )
        for verb in ("move", "delete")
    ),
    # Hậu Giang's self-score, not sent: only the province reads it
    Url("emulation:scores", "login 302 302 302 200 200 200 200 403", NO_POST, ["2023"]),
    Url("emulation:score-sheet", "login 200 404 200 404 404 404 404 403", NO_POST, SCORED),
    Url("emulation:score-send", NO_GET, "login 403 404 302 404 404 404 404 403", SCORED),
    Url(
        "emulation:score-return",
        "login 302 404 302 404 404 404 404 403",
        "login 403 404 403 404 404 404 404 403",
        SCORED,
        {"reason": "Thiếu minh chứng."},
    ),
    # the rules are not locked yet: it takes no points
    Url(
        "emulation:score-edit",
        "login 302 404 302 404 404 404 404 403",
        "login 409 404 409 404 404 404 404 403",
        SCORED,
        {"points": "3"},
        model=Criterion,
    ),
    Url(
        "emulation:evidence",
        "login 200 200 200 200 200 200 403 403",
        "login 200 200 200 403 200 200 403 403",  # without a file: the form again
        ["2023"],
    ),
    Url(
        "emulation:evidence-file",
        "login 200 404 200 404 404 404 404 403",
        NO_POST,
        ["2023"],
        model=Evidence,
    ),
    Url(
        "emulation:evidence-remove",
        "login 200 404 200 404 404 404 404 403",
        "login 302 404 302 404 404 404 404 403",
        ["2023"],
        model=Evidence,
    ),
    # Hậu Giang's dossier, sent and not yet decided on
    Url("emulation:honours", "login 200 200 200 200 200 200 200 403", NO_POST),
    Url("emulation:dossier-list", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url(
        "emulation:dossier-add",
        "login 200 200 200 403 200 200 403 403",
        "login 200 200 200 403 200 200 403 403",  # nominee and title are missing: the form again
        ["2023"],
    ),
    *(
        Url(f"emulation:{name}", "login 200 404 200 200 200 200 200 403", NO_POST, ["2023"], model=Dossier)
        for name in ("dossier", "dossier-pdf", "dossier-docx")
    ),
    *(
        Url(
            f"emulation:dossiers-{form}",
            "login 200 404 200 200 200 200 200 403",
            NO_POST,
            ["2023", "hau-giang", "submission"],
        )
        for form in ("pdf", "docx")
    ),
    *(
        Url(
            f"emulation:proposals-{form}",
            "login 403 403 403 404 404 404 403 403",  # the cluster has proposed nobody yet
            NO_POST,
            ["2023", "submission"],
        )
        for form in ("pdf", "docx")
    ),
    Url(
        "emulation:dossier-edit",
        "login 409 404 409 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        ["2023"],
        model=Dossier,
    ),
    Url(
        "emulation:dossier-step",
        "login 302 404 302 302 302 302 302 403",
        "login 403 404 403 409 409 409 403 403",
        ["2023"],
        {"action": "propose"},
        Dossier,
    ),
    Url(
        "emulation:dossier-delete",
        NO_GET,
        "login 409 404 409 403 403 403 403 403",
        ["2023"],
        model=Dossier,
    ),
    # a vote that is open: Hậu Giang's leader, head and deputy have a seat
    Url("emulation:vote-list", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url(
        "emulation:vote-add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # what is voted on is missing: the form again
        ["2023"],
    ),
    Url(
        "emulation:vote",
        "login 200 200 200 200 200 200 404 403",
        "login 403 403 302 403 302 302 404 403",
        ["2023"],
        {"chosen": "01"},
        Poll,
    ),
    Url(
        "emulation:vote-close",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
        {"place": "Rạch Giá"},
        Poll,
    ),
    Url(
        "emulation:vote-edit",
        "login 403 403 403 409 409 409 403 403",
        "login 403 403 403 409 409 409 403 403",
        ["2023"],
        model=Poll,
    ),
    *(
        Url(
            f"emulation:{name}",
            "login 404 404 404 404 404 404 404 403",  # only of a counted vote
            NO_POST,
            ["2023"],
            model=Poll,
        )
        for name in ("vote-minutes", "vote-minutes-docx")
    ),
    *(
        Url(
            f"emulation:vote-{step}",
            NO_GET,
            "login 403 403 403 409 409 409 403 403",
            ["2023"],
            model=Poll,
        )
        for step in ("delete", "open", "again")
    ),
    # its pledges; Hậu Giang has begun none, and its days are over
    Url("emulation:pledges", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url(
        "emulation:pledge-indicators",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # nothing is ticked
        ["2023"],
    ),
    Url(
        "emulation:pledge-signing",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023"],
    ),
    Url("emulation:pledge-open", NO_GET, "login 403 403 403 403 302 302 403 403", ["2023"]),
    Url(
        "emulation:pledge-record",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # no day is given
        ["2023"],
    ),
    Url("emulation:pledge-pdf", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023"]),
    Url(
        "emulation:pledge",
        "login 200 404 200 200 404 404 404 403",
        "login 409 404 409 403 404 404 404 403",
        PLEDGE,
        {"coop.new": "12", "seen": "0"},
    ),
    Url(
        "emulation:pledge-sign",
        "login 302 404 302 302 404 404 404 403",
        "login 403 404 409 403 404 404 404 403",
        PLEDGE,
        {"name": "Lê Văn B"},
    ),
    Url(
        "emulation:pledge-return",
        "login 302 404 302 302 404 404 404 403",
        "login 403 404 403 409 404 404 404 403",
        PLEDGE,
        {"reason": "Xem lại."},
    ),
    Url(
        "emulation:pledge-change",
        "login 302 404 302 302 404 404 404 403",
        "login 403 404 403 200 404 404 404 403",  # there is no target to be changed
        PLEDGE,
        {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn."},
    ),
    Url(
        "emulation:pledge-answer",
        "login 302 404 302 302 404 404 404 403",
        "login 403 404 404 403 404 404 404 403",  # no change waits
        PLEDGE,
        {"change": "0", "agree": ""},
    ),
    Url(
        "emulation:results",
        "login 404 404 404 200 200 200 404 403",  # not settled: only for those who run the contest
        NO_POST,
        ["2023"],
    ),
    Url(
        "emulation:results-province",
        "login 404 404 404 200 200 200 404 403",
        NO_POST,
        ["2023", "hau-giang"],
    ),
    *(
        Url(f"emulation:results-{form}", "login 404 404 404 200 200 200 404 403", NO_POST, ["2023"])
        for form in ("pdf", "docx")
    ),
    Url(
        "emulation:finals",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # the rules are not locked: refused
        ["2023", "hau-giang"],
        {"seen": "x"},
    ),
    Url(
        "emulation:scores-settle",
        "login 403 403 403 302 302 302 403 403",  # no figures are missing, so no reason is asked
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
    ),
    Url(
        "emulation:scores-reopen",
        "login 403 403 403 302 302 302 403 403",  # nothing is settled
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
    ),
    Url(
        "emulation:ties",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023"],
        {"step.0": "penalty"},
    ),
    Url("figures:indicator-list", "login 200 200 200 200 200 200 200 200", NO_POST),
    # the register, of Hậu Giang where it is about one organisation
    *(
        url
        for kind, model in [
            ("cooperative", Cooperative),
            ("group", CooperativeGroup),
            ("union", CooperativeUnion),
        ]
        for url in [
            Url(f"provinces:{kind}-list", "login 200 200 200 200 200 200 200 403", NO_POST),
            Url(
                f"provinces:{kind}-add",
                "login 200 200 200 403 200 200 403 403",
                "login 302 302 302 403 302 302 403 403",
                data=ORGANISATION,
            ),
            Url(
                f"provinces:{kind}-edit",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                data=ORGANISATION,
                model=model,
            ),
            Url(
                f"provinces:{kind}-end",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                data=ENDED,
                model=model,
            ),
        ]
    ),
    # accounts, administration, machines, every page
    Url("login", "200 302 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302 302"),
    Url("login-extend", NO_GET, "login 200 200 200 200 200 200 200 200"),
    Url("logout", NO_GET, "login 302 302 302 302 302 302 302 302"),
    Url("password_change", "login 200 200 200 200 200 200 200 200", "login 200 200 200 200 200 200 200 200"),
    Url("account-log", "login 200 200 200 200 200 200 200 200", NO_POST),
    Url("account-log-all", "login 403 403 403 200 403 403 403 403", NO_POST),
    Url("password_change_done", "login 200 200 200 200 200 200 200 200", NO_POST),
    # its own login redirects to the site's
    Url("admin:index", "302 403 403 403 403 403 403 403 200", "302 403 403 403 403 403 403 403 200"),
    Url("healthz", "200 200 200 200 200 200 200 200 200", "405 405 405 405 405 405 405 405 405"),
    Url(
        "language",
        "405 405 405 405 405 405 405 405 405",
        "302 302 302 302 302 302 302 302 302",
        data={"language": "en"},
    ),
]


@pytest.fixture
def people(
    officer_hg: Officer,
    officer_ct: Officer,
    leader_hg: Officer,
    secretary: Officer,
    head: Officer,
    deputy: Officer,
    observer: Officer,
    administrator: Officer,
) -> dict[str, Officer | None]:
    officers = [officer_hg, officer_ct, leader_hg, secretary, head, deputy, observer, administrator]
    return dict(zip(CAST, [None, *officers], strict=True))


@pytest.fixture
def client_of(people, client_for) -> Callable[[str], Client]:
    """`client_of("own")` is a client of that member of the cast."""
    return lambda who: client_for(people[who]) if people[who] else Client()


@pytest.fixture
def period(cluster: Cluster) -> Period:
    """The first half of 2023, open, with a small catalogue."""
    cache.clear()  # pages of another test's figures
    make_catalogue()
    return make_period(cluster, "2023-H1")


@pytest.fixture
def rows(period, can_tho, officer_ct, hau_giang, officer_hg, people, tmp_path, settings) -> dict[type, Model]:
    """Hậu Giang has sent, Cần Thơ is accepted, and Hậu Giang's register has one organisation of each kind."""
    make_reported(period, can_tho, officer_ct, {"coop.total": "100"})
    submission = entry_services.start(period=period, province=hau_giang, by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    workflow_services.submit(submission=submission, by=officer_hg)
    contest = make_year(period.cluster, 2023)
    settings.EVIDENCE_ROOT = tmp_path
    launched = make_launched(contest, officer_hg, hau_giang, name="Đã phát động")
    evidence = make_evidence(contest, hau_giang, officer_hg, stored=storage.save(b"%PDF-1.7 %%EOF"))
    extend_vote_days(contest)
    contest.pledged_indicators.create(indicator=Indicator.objects.get(code="coop.new"))
    Check.objects.create(year=contest, checker=can_tho, checked=hau_giang, state="open")
    check_of_can_tho = Check(year=contest, checker=contest.members.get(slug="an-giang"), checked=can_tho)
    make_sent(check_of_can_tho, officer_hg, {})
    voters = [people[who] for who in ("leader", "head", "deputy")]
    return {
        Poll: make_open_poll(contest, people["secretary"], [hau_giang, can_tho], voters),
        Dossier: make_sent_dossier(contest, hau_giang),
        Cooperative: make_cooperative(hau_giang, officer_hg),
        CooperativeGroup: make_group(hau_giang, officer_hg),
        CooperativeUnion: make_union(hau_giang, officer_hg),
        Evidence: evidence,
        Criterion: make_criterion(contest),
        Movement: make_movement(contest, officer_hg, hau_giang),
        Activity: make_activity(launched, hau_giang, officer_hg, dt.date(2023, 3, 5)),
    }


def named_urls(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """The names of all URLs; of Django's administration only the first page."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from ["admin:index"] if inner == "admin:" else named_urls(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            yield f"{namespace}{pattern.name}"


def status_of(response: Any) -> str:
    if response.streaming:
        list(response)  # reading a file to its end closes it
    is_login = response.status_code == 302 and response["Location"].startswith(f"{reverse('login')}?")
    return "login" if is_login else str(response.status_code)


def test_table_has_every_url_of_the_site():
    assert sorted(url.name for url in TABLE) == sorted(named_urls(get_resolver().url_patterns))


def keys_of(url: Url, row: Model | None) -> list[int]:
    """The primary keys in the URL of a row: an activity has that of its movement, too."""
    if row is None:
        return []
    if not isinstance(row, Activity):
        return [row.pk]
    has_own_key = url.name.endswith(("activity-edit", "activity-remove"))
    return [row.movement_id, row.pk] if has_own_key else [row.movement_id]


def path_of(url: Url, rows: dict[type, Model]) -> str:
    return reverse(url.name, args=[*url.args, *keys_of(url, rows.get(url.model))])


@pytest.mark.parametrize("url", TABLE, ids=lambda url: url.name)
def test_statuses_are_those_of_the_table(url, rows, client_of):
    row = rows.get(url.model)
    data = {"seen": row.version} if isinstance(row, Organisation | Criterion) else {}
    data |= url.data
    path = path_of(url, rows)
    statuses = {"get": [], "post": []}
    for who in CAST:
        client = client_of(who)
        for method in ("get", "post"):
            with transaction.atomic():  # undo what one of them did before the next request
                response = getattr(client, method)(path, data if method == "post" else {})
                statuses[method].append(status_of(response))
                assert response["Cache-Control"] == "private, no-store"
                transaction.set_rollback(True)
    assert statuses["get"] == url.get.split()
    assert statuses["post"] == url.post.split()


@pytest.mark.postgresql
def test_every_page_answers_on_any_database(rows, client_of):
    clients = {who: client_of(who) for who in ("own", "secretary")}
    for url in TABLE:
        for who, client in clients.items():
            with transaction.atomic():
                status = status_of(client.get(path_of(url, rows)))
                transaction.set_rollback(True)
            assert status == url.get.split()[CAST.index(who)], (url.name, who)


# Hậu Giang's cells by the state of its half-year, in the order of CAST
VISIBLE = {
    "draft": "login 200 404 200 200 404 404 404 403",
    "submitted": "login 200 404 200 200 200 200 200 403",
    "approved": "login 200 404 200 200 200 200 200 403",
    "accepted": "login 200 200 200 200 200 200 200 403",
    "locked": "login 200 200 200 200 200 200 200 403",
    "returned": "login 200 404 200 200 404 404 404 403",
}
NUMBER = "87.654"
PAGES = ["/", "/dashboard/2023-H1/", "/dashboard/2023/", "/dashboard/2023-H1/?map=coop.total"]
PAGES += ["/dashboard/2023-H1/indicators/coop.total/", "/dashboard/2023/indicators/coop.total/"]
PAGES += ["/dashboard/2023-H1/?scope=all", "/provinces/hau-giang/", "/provinces/can-tho/"]
PAGES += ["/conference/", "/indicators/", "/entry/2023-H1/can-tho/", "/entry/2023-H2/can-tho/"]


@pytest.fixture
def reported(period, hau_giang, officer_hg, can_tho, officer_ct) -> Callable[[str], Submission]:
    """`reported("draft")`: Hậu Giang's half-year in that state with a number that is nowhere else."""
    make_reported(period, can_tho, officer_ct, {"coop.total": "100"})
    return lambda state: make_reported(period, hau_giang, officer_hg, {"coop.total": NUMBER}, state)


@pytest.mark.parametrize("state", VISIBLE)
def test_readers_of_cells_by_state(state, reported, client_of):
    reported(state)
    responses = [client_of(who).get(reverse("figures:entry", args=SENT)) for who in CAST]
    assert [status_of(response) for response in responses] == VISIBLE[state].split()
    for response in responses:
        assert (NUMBER in response.content.decode()) == (response.status_code == 200)


@pytest.mark.parametrize("state", VISIBLE)
def test_no_page_shows_another_province_unaccepted_figures(state, reported, client_of):
    reported(state)
    # Those who run the cluster load the page first: the cached page must not reach others.
    for who in ("secretary", "head", "observer", "own"):
        client_of(who).get("/dashboard/2023-H1/")
    client = client_of("other")
    pages_with_number = set()
    for page in PAGES:
        text = client.get(page).content.decode()
        if NUMBER in text or NUMBER.replace(".", "") in text:
            pages_with_number.add(page)
    if state in Submission.ACCEPTED:
        assert {"/", "/dashboard/2023-H1/", "/provinces/hau-giang/"} <= pages_with_number
    else:
        assert not pages_with_number


@pytest.mark.parametrize("state", [state for state in VISIBLE if state not in Submission.REPORTED])
def test_observer_does_not_see_unsent_figures(state, reported, client_of):
    reported(state)
    client_of("secretary").get("/dashboard/2023-H1/")
    client = client_of("observer")
    for page in PAGES:
        text = client.get(page).content.decode()
        assert NUMBER not in text
        assert NUMBER.replace(".", "") not in text


def test_head_of_another_year_has_only_a_leader_s_permissions(reported, cluster, soc_trang, client_for):
    reported("approved")
    former = make_officer("soc-trang-lead", Officer.Role.LEADER, soc_trang)
    make_term(former, cluster, year=2022)
    client = client_for(former)
    assert client.get(reverse("figures:entry", args=SENT)).status_code == 404
    assert client.get(reverse("figures:review", args=["2023-H1"])).status_code == 403
    steps = [f"figures:{action}" for action in ("approve", "accept", "return", "comment")]
    for step in (*steps, "reports:reopen"):
        assert client.post(reverse(step, args=SENT), {"reason": "x"}).status_code == 404
    assert NUMBER not in client.get("/dashboard/2023-H1/").content.decode()


def test_half_year_without_submission_is_as_closed_as_a_draft(period, hau_giang, client_of):
    statuses = [status_of(client_of(who).get(reverse("figures:entry", args=SENT))) for who in CAST]
    assert statuses == VISIBLE["draft"].split()
    assert not Submission.objects.filter(province=hau_giang).exists()


def test_disabled_account_is_anonymous(rows, officer_hg, client_for):
    client = client_for(officer_hg)
    Officer.objects.filter(pk=officer_hg.pk).update(is_active=False)
    assert status_of(client.get(reverse("figures:entry", args=SENT))) == "login"


def test_planned_period_takes_no_figures(period, hau_giang, client_of):
    Period.objects.update(state=Period.State.PLANNED)
    make_submission(period, hau_giang)
    assert client_of("own").post(reverse("figures:entry", args=SENT), {"coop.new": "5"}).status_code == 409
