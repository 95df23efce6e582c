"""Every URL of the site, with the status that each member of the cast gets for GET and for POST.

Source: the design's table of roles. Hậu Giang has sent its half-year, and nobody has approved it yet.
"""

from dataclasses import dataclass, field

from django.db.models import Model

from emulation.awards.models import Dossier
from emulation.criteria.models import Criterion
from emulation.evidence.models import Evidence
from emulation.movements.models import Activity, Movement
from emulation.votes.models import Poll
from emulation.year.models import Deadline
from provinces.register.event_models import CooperativeEvent, GroupEvent, UnionEvent, UnionMembership
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register_import.columns import ROWS
from provinces.register_import.models import RegisterImport
from reports.explore.models import SavedView

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
JOINED = {"happened_on": "1/6/2023", "kind": "joined_alliance"}
FOUNDED = {"happened_on": "1/6/2014", "kind": "founded"}


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
    Url(
        "reports:indicator-remark",
        "login 403 403 403 302 302 302 403 403",
        "login 403 403 403 302 302 302 403 403",
        ["2023-H1", "coop.total"],
        {"cell": "2023-H1/hau-giang", "text": "Vì sao giảm?"},
    ),
    *(
        Url(f"reports:figures-{kind}", "login 200 200 200 200 200 200 200 403", NO_POST, ["2023-H1"])
        for kind in ("xlsx", "csv")
    ),
    Url("reports:explore", "login 200 200 200 200 200 200 200 403", NO_POST),
    Url(
        "reports:explore-save",
        "login 302 302 302 302 302 302 302 403",
        "login 302 302 302 302 302 302 302 403",
        data={"name": "Vốn", "query": "i=coop.total"},
    ),
    # one of the cluster's
    *(
        Url(
            f"reports:explore-{verb}",
            NO_GET,
            "login 403 403 403 302 302 302 403 403",
            model=SavedView,
        )
        for verb in ("overwrite", "delete")
    ),
    Url("reports:province", "login 200 200 200 200 200 200 200 403", NO_POST, ["hau-giang"]),
    Url("search", "login 200 200 200 200 200 200 200 200", NO_POST),
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
    Url(
        "figures:register-comparison",
        "login 200 404 200 200 200 200 200 403",
        "login 302 404 302 403 403 403 403 403",
        SENT,
    ),
    Url(
        "figures:register-complete",
        "login 403 404 200 403 403 403 403 403",  # the province's leader says so
        "login 403 404 409 403 403 403 403 403",
        SENT,
        {"coop": "1/7/2020"},
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
        {"reason": "Xem lại.", "seen": "2"},
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
        "login 403 403 403 409 409 409 403 403",  # published
        ["2023"],
    ),
    # Cần Thơ's check of Hậu Giang, not sent: no one else may read it yet
    Url(
        "emulation:check",
        "login 404 200 404 404 404 404 404 403",
        "login 404 409 404 404 404 404 404 403",  # Hậu Giang has not sent its self-score
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
        "login 409 404 409 403 404 404 404 403",  # not launched
        ["2023"],
        model=Movement,
    ),
    Url(
        "emulation:movement-remove",
        "login 200 404 200 403 404 404 404 403",
        "login 409 404 409 403 404 404 404 403",  # without its version
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
        "login 409 403 409 403 403 403 403 403",
        ["2023"],
        model=Activity,
    ),
    Url(
        "emulation:activity-edit",
        "login 302 403 302 403 403 403 403 403",  # out of its dates: redirected
        "login 409 403 409 403 403 403 403 403",
        ["2023"],
        model=Activity,
    ),
    Url(
        "emulation:activity-remove",
        "login 200 403 200 403 403 403 403 403",
        "login 409 403 409 403 403 403 403 403",
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
        "login 403 403 403 409 409 409 403 403",
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
        "login 409 409 409 403 409 409 403 403",  # out of its days
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
        "login 403 403 403 409 409 409 403 403",  # nobody has sent a pledge
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
        {"name": "Lê Văn B", "seen": "0"},
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
        "login 403 404 403 409 404 404 404 403",  # it is not signed
        PLEDGE,
        {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn."},
    ),
    Url(
        "emulation:pledge-decide",
        "login 403 404 403 404 404 404 404 403",  # no province merged in that year
        "login 403 404 403 404 404 404 404 403",
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
        "login 403 403 403 409 409 409 403 403",
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
    Url("provinces:decision-lists", "login 200 200 200 200 200 200 200 403", NO_POST),
    Url("provinces:decision-list", "login 200 200 200 200 200 200 200 403", NO_POST, ["fees"]),
    # the register, of Hậu Giang where it is about one organisation
    *(
        url
        for kind, model, event in [
            ("cooperative", Cooperative, CooperativeEvent),
            ("group", CooperativeGroup, GroupEvent),
            ("union", CooperativeUnion, UnionEvent),
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
            Url(f"provinces:{kind}", "login 200 404 200 200 200 200 200 403", NO_POST, model=model),
            Url(f"provinces:{kind}-log", "login 200 404 200 200 200 200 200 403", NO_POST, model=model),
            Url(
                f"provinces:{kind}-row-add",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                ["events"],
                data=JOINED,
                model=model,
            ),
            Url(
                f"provinces:{kind}-row",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                ["events"],
                data=FOUNDED,
                model=event,
            ),
            Url(
                f"provinces:{kind}-row-remove",
                "login 200 404 200 403 403 403 403 403",
                "login 302 404 302 403 403 403 403 403",
                ["events"],
                model=event,
            ),
        ]
    ),
    Url(
        "provinces:union-members",
        "login 200 404 200 403 403 403 403 403",
        "login 200 404 200 403 403 403 403 403",  # nothing was chosen
        model=CooperativeUnion,
    ),
    Url(
        "provinces:union-member-leave",
        "login 200 404 200 403 403 403 403 403",
        "login 302 404 302 403 403 403 403 403",
        data={"happened_on": "1/6/2023"},
        model=UnionMembership,
    ),
    # an import of Hậu Giang's officer: its officer's alone
    *(
        Url(
            f"provinces:{kind}-import",
            "login 200 200 200 403 200 200 403 403",
            "login 422 422 422 403 422 422 403 403",  # without a file
        )
        for kind in ("cooperative", "group", "union", *ROWS)
    ),
    Url(
        "provinces:import-line",
        "login 200 404 404 404 404 404 404 404",
        "login 409 404 404 404 404 404 404 404",  # without its version
        ["2"],
        model=RegisterImport,
    ),
    Url("provinces:import", "login 200 404 404 404 404 404 404 404", NO_POST, model=RegisterImport),
    *(
        Url(
            f"provinces:import-{step}",
            NO_GET,
            "login 302 404 404 404 404 404 404 404",
            model=RegisterImport,
        )
        for step in ("check", "apply", "cancel")
    ),
    # mergers: Hà Nội took in Hà Tây, and nothing was handed over yet
    Url("provinces:merger-list", "login 403 403 403 200 403 403 403 200", NO_POST),
    Url(
        "provinces:merger-add",
        "login 403 403 403 200 403 403 403 200",
        "login 403 403 403 200 403 403 403 200",  # without provinces: shown again
        data={"name": "Cần Thơ"},
    ),
    Url(
        "provinces:merger",
        "login 403 403 403 200 403 403 403 200",
        "login 403 403 403 409 403 403 403 409",  # without its version
        ["ha-noi"],
        {"decision": "Nghị quyết 15/2008/QH12"},
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
