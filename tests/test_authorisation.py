"""Who may: every address of the site × everybody × GET and POST, each with the answer written by hand.

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

pytestmark = [pytest.mark.postgresql, pytest.mark.long]

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
class Address:
    """One named URL; `get` and `post` say what each of the cast is answered, in the order of CAST.

    `login` is the way to the login page and back.
    """

    name: str
    get: str
    post: str
    args: list[str] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    of: type[Model] | None = None


NOBODY_POSTS = "login 405 405 405 405 405 405 405 405"
NOBODY_GETS = NOBODY_POSTS
LED_BACK = "login 302 404 302 302 302 302 302 403"

# name, then                          anonymous own other leader secretary head deputy observer administrator
TABLE = [
    # what leaders see
    Address("reports:home", "login 200 200 200 200 200 200 200 302", NOBODY_POSTS),
    Address("reports:dashboard", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023-H1"]),
    Address(
        "reports:indicator",
        "login 200 200 200 200 200 200 200 403",
        NOBODY_POSTS,
        ["2023-H1", "coop.total"],
    ),
    *(
        Address(f"reports:figures-{kind}", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023-H1"])
        for kind in ("xlsx", "csv")
    ),
    Address("reports:province", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["hau-giang"]),
    # the report is not published yet: until then it is the cluster's work
    Address("reports:conference-home", "login 200 200 200 302 302 302 302 403", NOBODY_POSTS),
    Address(
        "reports:conference",
        "login 404 404 404 200 200 200 200 403",
        "login 404 404 404 302 302 302 403 403",
        ["2023-H1"],
        {"seen": "0", "place": "Rạch Giá"},
    ),
    Address(
        "reports:conference-publish",
        NOBODY_GETS,
        "login 404 404 404 403 302 302 403 403",
        ["2023-H1"],
        {"seen": "0", "number": "12", "signed_on": "5/7/2023"},
    ),
    Address("reports:report-pdf", "login 404 404 404 200 200 200 200 403", NOBODY_POSTS, ["2023-H1"]),
    # numbers of a published report, which this one is not
    *(
        Address(f"reports:report-{kind}", "login 404 404 404 404 404 404 404 403", NOBODY_POSTS, ["2023-H1"])
        for kind in ("xlsx", "csv")
    ),
    Address("figures:tasks", "login 200 200 200 200 200 200 200 200", NOBODY_POSTS),
    # what provinces report
    Address("figures:entry-home", "login 302 302 302 403 302 302 403 403", NOBODY_POSTS),
    Address(
        "figures:entry",
        "login 200 404 200 200 200 200 200 403",
        "login 409 404 409 403 403 403 403 403",  # sent: it takes no figures now, nor any from others ever
        SENT,
        {"coop.new": "12"},
    ),
    Address(
        "figures:cell",
        NOBODY_GETS,
        "login 409 404 409 403 403 403 403 403",  # as the whole form
        [*SENT, "coop.new"],
        {"coop.new": "12"},
    ),
    # who works for the province or runs the cluster; the observer reads figures, not how they came about
    Address(
        "figures:cell-history",
        "login 200 404 200 200 200 200 404 403",
        NOBODY_POSTS,
        [*SENT, "coop.new"],
    ),
    Address("figures:log", "login 403 403 403 200 403 403 403 200", NOBODY_POSTS),
    Address(
        "figures:text",
        NOBODY_GETS,
        "login 409 404 409 403 403 403 403 403",  # as the whole form
        [*SENT, "causes"],
        {"causes": "Hạn mặn."},
    ),
    Address(
        "figures:basis",
        NOBODY_GETS,
        "login 409 404 409 403 403 403 403 403",  # as the whole form
        SENT,
        {"basis": "estimate"},
    ),
    Address(
        "figures:cell-context",
        "login 200 404 200 403 403 403 403 403",
        NOBODY_POSTS,
        [*SENT, "coop.new"],
        {"coop.new": "12"},
    ),
    Address("figures:entry-form", "login 200 404 200 200 200 200 200 403", NOBODY_POSTS, SENT),
    Address(
        "figures:entry-upload",
        "login 200 404 200 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        SENT,
    ),
    Address(
        "figures:entry-paste",
        "login 200 404 200 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        SENT,
        {"text": "HTX thành lập mới\t12"},
    ),
    Address(
        "figures:undo",
        "login 302 404 302 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        SENT,
    ),
    Address("figures:review-home", "login 403 403 403 302 302 302 302 403", NOBODY_POSTS),
    Address("figures:review", "login 403 403 403 200 200 200 200 403", NOBODY_POSTS, ["2023-H1"]),
    Address("figures:late", "login 403 403 403 200 200 200 200 403", NOBODY_POSTS, ["2023-H1"]),
    Address("figures:review-province", "login 200 404 200 200 200 200 200 403", NOBODY_POSTS, SENT),
    # Who comes by GET, from the login page, is led back to the review page; out of turn is 409.
    Address("figures:approve", LED_BACK, "login 403 404 302 403 403 403 403 403", SENT, {"seen": "2"}),
    Address("figures:accept", LED_BACK, "login 403 404 403 409 409 409 403 403", SENT, {"seen": "2"}),
    Address(
        "figures:return", LED_BACK, "login 403 404 302 302 302 302 403 403", SENT, {"reason": "Xem lại."}
    ),
    # Nothing is accepted yet: there is nothing to be reopened, and the page leads back.
    Address(
        "reports:reopen",
        "login 403 404 403 302 302 302 403 403",
        "login 403 404 403 409 409 409 403 403",
        SENT,
        {"reason": "Sửa.", "until": "1/1/2999"},
    ),
    Address(
        "figures:comment", LED_BACK, "login 302 404 302 302 302 302 302 403", SENT, {"comment": "Đã xem."}
    ),
    Address("figures:period-list", "login 403 403 403 200 200 200 403 403", NOBODY_POSTS),
    Address(
        "figures:period-add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        data=NEW_PERIOD,
    ),
    Address(
        "figures:period-edit",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023-H1"],
        NEW_PERIOD | {"cut_off_on": "30/6/2023"},
    ),
    Address("figures:period-open", NOBODY_GETS, "login 403 403 403 302 302 302 403 403", ["2023-H1"]),
    Address("figures:period-lock", NOBODY_GETS, "login 403 403 403 302 302 302 403 403", ["2023-H1"]),
    Address(
        "figures:published",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023-H1"],
        {"coop.total": "2.109", "source": "Hội nghị sơ kết"},
    ),
    # the contest of 2023
    Address("emulation:home", "login 302 302 302 302 302 302 302 403", NOBODY_POSTS),
    Address("reports:contest", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address(
        "emulation:add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 403 403 403 403",  # head and deputy of 2023 open no contest of 2024
        data={"year": "2024"},
    ),
    Address(
        "emulation:dates",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023"],
        DATES,
    ),
    Address("emulation:board", "login 403 403 403 200 200 200 403 403", NOBODY_POSTS, ["2023"]),
    # who checks whom is published
    Address("emulation:checks", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    *(
        Address(
            f"emulation:checks-{step}",
            "login 403 403 403 302 302 302 403 403",
            "login 403 403 403 302 302 302 403 403",
            ["2023"],
        )
        for step in ("draw", "publish")
    ),
    Address(
        "emulation:checks-ring",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # with nothing chosen: asked back
        ["2023"],
    ),
    # Cần Thơ's check of Hậu Giang, not sent: nobody else's yet
    Address(
        "emulation:check",
        "login 404 200 404 404 404 404 404 403",
        "login 404 302 404 404 404 404 404 403",  # out of its days: led back
        ["2023", "hau-giang"],
    ),
    # An Giang's check of Cần Thơ, sent, and all days over: Cần Thơ's to read, as Hậu Giang's self-score,
    # which it was to check, never came
    Address(
        "emulation:check-answer",
        "login 404 200 404 403 403 403 404 403",
        "login 404 409 404 403 403 403 404 403",
        ["2023", "can-tho"],
    ),
    # movements; the one is Hậu Giang's, and planned
    Address("emulation:movements", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address(
        "emulation:movement-add",
        "login 200 200 200 200 200 200 403 403",
        "login 200 200 200 200 200 200 403 403",  # with nothing typed: asked back
        ["2023"],
    ),
    Address(
        "emulation:movement", "login 200 404 200 200 200 200 404 403", NOBODY_POSTS, ["2023"], of=Movement
    ),
    *(
        Address(
            f"emulation:movement-{step}",
            "login 200 404 200 403 403 403 404 403",
            "login 200 404 200 403 403 403 404 403",
            ["2023"],
            of=Movement,
        )
        for step in ("edit", "launch")
    ),
    Address(
        "emulation:movement-close",
        "login 302 404 302 403 403 403 404 403",
        "login 302 404 302 403 403 403 404 403",  # not launched: led back
        ["2023"],
        of=Movement,
    ),
    Address(
        "emulation:movement-remove",
        "login 200 404 200 403 403 403 404 403",
        "login 302 404 302 403 403 403 404 403",
        ["2023"],
        of=Movement,
    ),
    # what everybody reads once it is launched
    Address(
        "emulation:movement-register",
        "login 302 302 302 302 302 302 302 403",
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        {"units": "5"},
        Activity,
    ),
    Address(
        "emulation:activity-add",
        "login 302 403 302 403 403 403 403 403",  # out of its dates: led back
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        of=Activity,
    ),
    Address(
        "emulation:activity-edit",
        "login 302 403 302 403 403 403 403 403",  # out of its dates: led back
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        of=Activity,
    ),
    Address(
        "emulation:activity-remove",
        "login 200 403 200 403 403 403 403 403",
        "login 302 403 302 403 403 403 403 403",
        ["2023"],
        of=Activity,
    ),
    # Hậu Giang's files; who takes part has files, and who runs the year reads them all
    Address("emulation:rules", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address("emulation:rules-trial", "login 403 403 403 200 200 200 403 403", NOBODY_POSTS, ["2023"]),
    Address("emulation:rules-copy", NOBODY_GETS, "login 403 403 403 302 302 302 403 403", ["2023"]),
    Address("emulation:rules-load", NOBODY_GETS, "login 403 403 403 302 302 302 403 403", ["2023"]),
    Address("emulation:rules-lock", NOBODY_GETS, "login 403 403 403 302 302 302 403 403", ["2023"]),
    # there is nothing to unlock: the page leads back
    Address(
        "emulation:rules-unlock",
        "login 403 403 403 302 302 302 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
    ),
    Address(
        "emulation:criterion-add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",
        ["2023"],
    ),
    Address(
        "emulation:criterion-edit",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
        {"label": "Truyền thông", "maximum": "3"},
        of=Criterion,
    ),
    *(
        Address(
            f"emulation:criterion-{verb}",
            NOBODY_GETS,
            "login 403 403 403 302 302 302 403 403",
            ["2023"],
            of=Criterion,
        )
        for verb in ("move", "delete")
    ),
    # Hậu Giang's self-score, which is not sent: it is the province's alone
    Address("emulation:scores", "login 302 302 302 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address("emulation:score-sheet", "login 200 404 200 404 404 404 404 403", NOBODY_POSTS, SCORED),
    Address("emulation:score-send", NOBODY_GETS, "login 403 404 302 404 404 404 404 403", SCORED),
    Address(
        "emulation:score-return",
        "login 302 404 302 404 404 404 404 403",
        "login 403 404 403 404 404 404 404 403",
        SCORED,
        {"reason": "Thiếu minh chứng."},
    ),
    # the rules are not locked yet: it takes no points
    Address(
        "emulation:score-edit",
        "login 302 404 302 404 404 404 404 403",
        "login 409 404 409 404 404 404 404 403",
        SCORED,
        {"points": "3"},
        of=Criterion,
    ),
    Address(
        "emulation:evidence",
        "login 200 200 200 200 200 200 403 403",
        "login 200 200 200 403 200 200 403 403",  # without a file: asked back
        ["2023"],
    ),
    Address(
        "emulation:evidence-file",
        "login 200 404 200 200 200 200 404 403",
        NOBODY_POSTS,
        ["2023"],
        of=Evidence,
    ),
    Address(
        "emulation:evidence-remove",
        "login 200 404 200 403 403 403 404 403",
        "login 302 404 302 403 403 403 404 403",
        ["2023"],
        of=Evidence,
    ),
    # Hậu Giang's dossier, sent and not yet decided on
    Address("emulation:honours", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS),
    Address("emulation:dossier-list", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address(
        "emulation:dossier-add",
        "login 200 200 200 403 200 200 403 403",
        "login 200 200 200 403 200 200 403 403",  # asked back: who and what for is missing
        ["2023"],
    ),
    *(
        Address(
            f"emulation:{name}", "login 200 404 200 200 200 200 200 403", NOBODY_POSTS, ["2023"], of=Dossier
        )
        for name in ("dossier", "dossier-pdf", "dossier-docx")
    ),
    *(
        Address(
            f"emulation:dossiers-{form}",
            "login 200 404 200 200 200 200 200 403",
            NOBODY_POSTS,
            ["2023", "hau-giang", "submission"],
        )
        for form in ("pdf", "docx")
    ),
    *(
        Address(
            f"emulation:proposals-{form}",
            "login 403 403 403 404 404 404 403 403",  # the cluster has proposed nobody yet
            NOBODY_POSTS,
            ["2023", "submission"],
        )
        for form in ("pdf", "docx")
    ),
    Address(
        "emulation:dossier-edit",
        "login 409 404 409 403 403 403 403 403",
        "login 409 404 409 403 403 403 403 403",
        ["2023"],
        of=Dossier,
    ),
    Address(
        "emulation:dossier-step",
        NOBODY_GETS,
        "login 403 404 403 302 302 302 403 403",
        ["2023"],
        {"action": "propose"},
        Dossier,
    ),
    Address(
        "emulation:dossier-delete",
        NOBODY_GETS,
        "login 409 404 409 403 403 403 403 403",
        ["2023"],
        of=Dossier,
    ),
    # a vote that is open: Hậu Giang's leader, head and deputy have a seat
    Address("emulation:vote-list", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address(
        "emulation:vote-add",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # asked back: what is voted on is missing
        ["2023"],
    ),
    Address(
        "emulation:vote",
        "login 200 200 200 200 200 200 404 403",
        "login 403 403 302 403 302 302 404 403",
        ["2023"],
        {"chosen": "01"},
        Poll,
    ),
    Address(
        "emulation:vote-close",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
        {"place": "Rạch Giá"},
        Poll,
    ),
    Address(
        "emulation:vote-edit",
        "login 403 403 403 409 409 409 403 403",
        "login 403 403 403 409 409 409 403 403",
        ["2023"],
        of=Poll,
    ),
    *(
        Address(
            f"emulation:{name}",
            "login 404 404 404 404 404 404 404 403",  # of a counted vote alone
            NOBODY_POSTS,
            ["2023"],
            of=Poll,
        )
        for name in ("vote-minutes", "vote-minutes-docx")
    ),
    *(
        Address(
            f"emulation:vote-{step}",
            NOBODY_GETS,
            "login 403 403 403 409 409 409 403 403",
            ["2023"],
            of=Poll,
        )
        for step in ("delete", "open", "again")
    ),
    # its pledges; Hậu Giang has begun none, and its days are over
    Address("emulation:pledges", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address(
        "emulation:pledge-indicators",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # nothing is ticked
        ["2023"],
    ),
    Address(
        "emulation:pledge-signing",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # without its version
        ["2023"],
    ),
    Address("emulation:pledge-open", NOBODY_GETS, "login 403 403 403 403 302 302 403 403", ["2023"]),
    Address(
        "emulation:pledge-record",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 200 200 200 403 403",  # no day is given
        ["2023"],
    ),
    Address("emulation:pledge-pdf", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS, ["2023"]),
    Address(
        "emulation:pledge",
        "login 200 404 200 200 200 200 404 403",
        "login 409 404 409 403 403 403 404 403",
        PLEDGE,
        {"coop.new": "12", "seen": "0"},
    ),
    Address(
        "emulation:pledge-sign",
        "login 302 404 302 302 302 302 404 403",
        "login 403 404 409 403 403 403 404 403",
        PLEDGE,
        {"name": "Lê Văn B"},
    ),
    Address(
        "emulation:pledge-return",
        "login 302 404 302 302 302 302 404 403",
        "login 403 404 403 409 409 409 404 403",
        PLEDGE,
        {"reason": "Xem lại."},
    ),
    Address(
        "emulation:pledge-change",
        "login 302 404 302 302 302 302 404 403",
        "login 403 404 403 200 200 200 404 403",  # there is no target to be changed
        PLEDGE,
        {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn."},
    ),
    Address(
        "emulation:results",
        "login 404 404 404 200 200 200 404 403",  # not settled: as yet for who runs the contest
        NOBODY_POSTS,
        ["2023"],
    ),
    Address(
        "emulation:results-province",
        "login 404 404 404 200 200 200 404 403",
        NOBODY_POSTS,
        ["2023", "hau-giang"],
    ),
    *(
        Address(f"emulation:results-{form}", "login 404 404 404 200 200 200 404 403", NOBODY_POSTS, ["2023"])
        for form in ("pdf", "docx")
    ),
    Address(
        "emulation:finals",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 409 409 409 403 403",  # the rules are not locked: refused
        ["2023", "hau-giang"],
        {"seen": "x"},
    ),
    Address("emulation:scores-settle", NOBODY_GETS, "login 403 403 403 302 302 302 403 403", ["2023"]),
    Address(
        "emulation:scores-reopen",
        "login 403 403 403 302 302 302 403 403",  # nothing is settled
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
    ),
    Address(
        "emulation:ties",
        "login 403 403 403 200 200 200 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023"],
        {"step.0": "penalty"},
    ),
    Address("figures:indicator-list", "login 200 200 200 200 200 200 200 200", NOBODY_POSTS),
    # the register, of Hậu Giang where it is about one organisation
    *(
        address
        for kind, model in [
            ("cooperative", Cooperative),
            ("group", CooperativeGroup),
            ("union", CooperativeUnion),
        ]
        for address in [
            Address(f"provinces:{kind}-list", "login 200 200 200 200 200 200 200 403", NOBODY_POSTS),
            Address(
                f"provinces:{kind}-add",
                "login 200 200 200 403 200 200 403 403",
                "login 302 302 302 403 302 302 403 403",
                data=ORGANISATION,
            ),
            Address(
                f"provinces:{kind}-edit",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                data=ORGANISATION,
                of=model,
            ),
            Address(
                f"provinces:{kind}-end",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                data=ENDED,
                of=model,
            ),
        ]
    ),
    # accounts, administration, machines, every page
    Address("login", "200 302 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302 302"),
    Address("login-extend", NOBODY_GETS, "login 200 200 200 200 200 200 200 200"),
    Address("logout", NOBODY_GETS, "login 302 302 302 302 302 302 302 302"),
    Address(
        "password_change", "login 200 200 200 200 200 200 200 200", "login 200 200 200 200 200 200 200 200"
    ),
    Address("password_change_done", "login 200 200 200 200 200 200 200 200", NOBODY_POSTS),
    # its own login address leads on to the site's
    Address("admin:index", "302 403 403 403 403 403 403 403 200", "302 403 403 403 403 403 403 403 200"),
    Address("healthz", "200 200 200 200 200 200 200 200 200", "405 405 405 405 405 405 405 405 405"),
    Address(
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
    """`client_of("own")` is the browser of that member of the cast."""
    return lambda who: client_for(people[who]) if people[who] else Client()


@pytest.fixture
def period(cluster: Cluster) -> Period:
    """The first half of 2023, open, with a catalogue in small."""
    cache.clear()  # pages made from another test's figures
    make_catalogue()
    return make_period(cluster, "2023-H1")


@pytest.fixture
def scene(
    period, can_tho, officer_ct, hau_giang, officer_hg, people, tmp_path, settings
) -> dict[type, Model]:
    """Hậu Giang has sent, Cần Thơ is accepted, and Hậu Giang's register has one organisation of each kind."""
    make_reported(period, can_tho, officer_ct, {"coop.total": "100"})
    submission = entry_services.start(period=period, province=hau_giang, by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    workflow_services.submit(submission=submission, by=officer_hg)
    contest = make_year(period.cluster, 2023)
    settings.EVIDENCE_ROOT = tmp_path
    launched = make_launched(contest, officer_hg, hau_giang, name="Đã phát động")
    evidence = make_evidence(contest, hau_giang, officer_hg, stored=storage.keep(b"%PDF-1.7 %%EOF"))
    extend_vote_days(contest)
    contest.pledged_indicators.create(indicator=Indicator.objects.get(code="coop.new"))
    Check.objects.create(year=contest, checker=can_tho, checked=hau_giang, state="open")
    of_can_tho = Check(year=contest, checker=contest.members.get(slug="an-giang"), checked=can_tho)
    make_sent(of_can_tho, officer_hg, {})
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
    """The names of all addresses; of Django's own administration the first page alone."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from ["admin:index"] if inner == "admin:" else named_urls(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            yield f"{namespace}{pattern.name}"


def answer(response: Any) -> str:
    """The status; `login` for the way to the login page and back."""
    if response.streaming:
        list(response)  # read to its end, a file is closed
    sent_to_login = response.status_code == 302 and response["Location"].startswith(f"{reverse('login')}?")
    return "login" if sent_to_login else str(response.status_code)


def test_every_address_of_the_site_stands_in_the_table_and_no_other():
    assert sorted(address.name for address in TABLE) == sorted(named_urls(get_resolver().url_patterns))


def keys_of(address: Address, row: Model | None) -> list[int]:
    """The keys in the address of a row; an activity stands below its movement."""
    if row is None:
        return []
    if not isinstance(row, Activity):
        return [row.pk]
    below = address.name.endswith(("activity-edit", "activity-remove"))
    return [row.movement_id, row.pk] if below else [row.movement_id]


@pytest.mark.parametrize("address", TABLE, ids=lambda address: address.name)
def test_everybody_is_answered_as_the_design_says(address, scene, people, client_of):
    row = scene.get(address.of)
    args = [*address.args, *keys_of(address, row)]
    data = {"seen": row.version} if isinstance(row, Organisation | Criterion) else {}
    data |= address.data
    url = reverse(address.name, args=args)
    answered = {"get": [], "post": []}
    for who in CAST:
        client = client_of(who)
        for method in ("get", "post"):
            with transaction.atomic():  # what one of them did is undone before the next one comes
                answered[method].append(
                    answer(getattr(client, method)(url, data if method == "post" else {}))
                )
                transaction.set_rollback(True)
    assert answered["get"] == address.get.split()
    assert answered["post"] == address.post.split()


# Hậu Giang's cells by the state of its half-year, in the order of CAST
VISIBLE = {
    "draft": "login 200 404 200 200 200 200 404 403",
    "submitted": "login 200 404 200 200 200 200 200 403",
    "approved": "login 200 404 200 200 200 200 200 403",
    "accepted": "login 200 200 200 200 200 200 200 403",
    "locked": "login 200 200 200 200 200 200 200 403",
    "returned": "login 200 404 200 200 200 200 404 403",
}
NUMBER = "87.654"
PAGES = ["/", "/dashboard/2023-H1/", "/dashboard/2023/", "/dashboard/2023-H1/?map=coop.total"]
PAGES += ["/dashboard/2023-H1/indicators/coop.total/", "/dashboard/2023/indicators/coop.total/"]
PAGES += ["/dashboard/2023-H1/?scope=all", "/provinces/hau-giang/", "/provinces/can-tho/"]
PAGES += ["/conference/", "/indicators/", "/entry/2023-H1/can-tho/", "/entry/2023-H2/can-tho/"]


@pytest.fixture
def reported(period, hau_giang, officer_hg, can_tho, officer_ct) -> Callable[[str], Submission]:
    """`reported("draft")`: Hậu Giang's half-year in that state with a number that stands nowhere else."""
    make_reported(period, can_tho, officer_ct, {"coop.total": "100"})
    return lambda state: make_reported(period, hau_giang, officer_hg, {"coop.total": NUMBER}, state)


@pytest.mark.parametrize("state", VISIBLE)
def test_cells_are_seen_by_whom_the_state_says(state, reported, client_of):
    reported(state)
    responses = [client_of(who).get(reverse("figures:entry", args=SENT)) for who in CAST]
    assert [answer(response) for response in responses] == VISIBLE[state].split()
    for response in responses:
        assert (NUMBER in response.content.decode()) == (response.status_code == 200)


@pytest.mark.parametrize("state", VISIBLE)
def test_no_page_shows_another_province_what_is_not_accepted(state, reported, client_of):
    reported(state)
    # Who runs the cluster looks first: what is kept of their page is not for others.
    for who in ("secretary", "head", "observer", "own"):
        client_of(who).get("/dashboard/2023-H1/")
    client = client_of("other")
    shown = set()
    for page in PAGES:
        text = client.get(page).content.decode()
        if NUMBER in text or NUMBER.replace(".", "") in text:
            shown.add(page)
    if state in Submission.ACCEPTED:
        assert {"/", "/dashboard/2023-H1/", "/provinces/hau-giang/"} <= shown
    else:
        assert not shown


@pytest.mark.parametrize("state", [state for state in VISIBLE if state not in Submission.REPORTED])
def test_observer_does_not_see_what_was_not_sent(state, reported, client_of):
    reported(state)
    client_of("secretary").get("/dashboard/2023-H1/")
    client = client_of("observer")
    for page in PAGES:
        text = client.get(page).content.decode()
        assert NUMBER not in text
        assert NUMBER.replace(".", "") not in text


def test_head_of_another_year_is_another_province_s_leader(reported, cluster, soc_trang, client_for):
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


def test_half_year_that_nobody_began_is_as_closed_as_a_draft(period, hau_giang, client_of):
    answers = [answer(client_of(who).get(reverse("figures:entry", args=SENT))) for who in CAST]
    assert answers == VISIBLE["draft"].split()
    assert not Submission.objects.filter(province=hau_giang).exists()


def test_disabled_account_is_nobody(scene, officer_hg, client_for):
    client = client_for(officer_hg)
    Officer.objects.filter(pk=officer_hg.pk).update(is_active=False)
    assert answer(client.get(reverse("figures:entry", args=SENT))) == "login"


def test_planned_period_is_nobody_s_yet(period, hau_giang, client_of):
    """A period that is not open takes no figures, whoever posts them."""
    Period.objects.update(state=Period.State.PLANNED)
    make_submission(period, hau_giang)
    assert client_of("own").post(reverse("figures:entry", args=SENT), {"coop.new": "5"}).status_code == 409
