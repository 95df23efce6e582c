"""Who may see and do what in the contest. Denied unless a function here says otherwise."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.models import (
    Check,
    Deadline,
    EmulationYear,
    Evidence,
    Movement,
    Pledge,
    ScoreSheet,
    SelfScore,
)
from provinces.fields import LONGEST_KEY
from provinces.models import Officer, Province
from provinces.permissions import heads_cluster, is_administrator, leads, runs_cluster, works_for


def sees_contest(officer: Officer) -> bool:
    """Whether the officer reads the contest at all: the administrator keeps accounts, not scores."""
    return not is_administrator(officer)


def runs_year(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer does the cluster's work in that contest: secretary, head and deputy of its year."""
    return runs_cluster(officer, year.year)


def reads_scores(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer reads every province's scores: who runs the contest, all once they are settled."""
    return sees_contest(officer) and (year.scores_are_settled or runs_year(officer, year))


def reads_self_scores(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer reads what other provinces gave themselves, as far as it was sent.

    Who runs the contest, but head and deputy only once their own alliance's self-score is in: what they claim
    must not follow what others claimed. Everybody once the scores are settled.
    """
    if not reads_scores(officer, year):
        return False
    return year.scores_are_settled or not owes_score(officer, year)


def owes_score(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer's province takes part and has not sent its self-score."""
    province = takes_part(officer, year)
    if province is None:
        return False
    sent = ScoreSheet.objects.filter(year=year, province=province, state=ScoreSheet.State.SENT)
    return not sent.exists()


def get_year(year: int) -> EmulationYear:
    """The contest of that year.

    Raises:
        Http404: if there is none.
    """
    found = EmulationYear.objects.select_related("cluster").filter(year=year).first()
    if found is None:
        raise Http404(_("Chưa mở thi đua năm %s.") % year)
    return found


def takes_part(officer: Officer, year: EmulationYear) -> Province | None:
    """The province for which the officer takes part in that contest, if any."""
    if officer.role not in Officer.PROVINCIAL_ROLES or officer.province_id is None:
        return None
    return year.members.filter(pk=officer.province_id).first()


def keeps_evidence(officer: Officer, year: EmulationYear, province: Province) -> bool:
    """Whether the officer puts files by for that province in that contest, and removes them."""
    return works_for(officer, province) and year.members.filter(pk=province.pk).exists()


def readable_evidence(officer: Officer, year: EmulationYear) -> QuerySet[Evidence]:
    """The year's files that the officer may open: the own province's; all, for who runs the year.

    And of a province that the own one checks what its self-score rests on, once that is sent, and nothing
    else that it put by.
    """
    files = Evidence.objects.filter(year=year)
    if not sees_contest(officer):
        return files.none()
    if runs_year(officer, year):
        return files
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return files.none()
    named = Check.objects.exclude(state=Check.State.PLANNED).filter(year=year, checker=officer.province_id)
    rests = SelfScore.objects.filter(evidence=OuterRef("pk"), sheet__state=ScoreSheet.State.SENT)
    checked = Q(Exists(rests), province__in=named.values("checked"))
    return files.filter(Q(province=officer.province_id) | checked)


def opens_evidence_of(officer: Officer, year: EmulationYear) -> Callable[[int], bool]:
    """For lists: whether the officer may open the files of the province with that key, asked once a page."""
    if not sees_contest(officer):
        return lambda province: False
    runs = runs_year(officer, year)
    is_provincial = officer.role in Officer.PROVINCIAL_ROLES
    return lambda province: runs or (is_provincial and officer.province_id == province)


def opens_grounds_of(officer: Officer, year: EmulationYear, province: Province) -> bool:
    """Whether the officer may open the files that the province's self-score rests on, once it is sent."""
    return opens_evidence_of(officer, year)(province.pk) or is_checker_of(officer, year, province)


def get_evidence(officer: Officer, year: EmulationYear, pk: int) -> Evidence:
    """That file of the year, for who may open it.

    Raises:
        Http404: if there is none, or it is none of theirs: nobody learns of another's files.
    """
    # A number longer than any key has no row; SQLite cannot even look for it. One query finds the file and
    # asks for it: neither words nor time tell whether there is one that is another's.
    known = readable_evidence(officer, year).select_related("year", "province")
    found = known.filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    if found is None:
        raise Http404(_("Không có minh chứng này."))
    return found


def get_member(year: EmulationYear, slug: str) -> Province:
    """The province of that slug among those that take part in that contest.

    Raises:
        Http404: if it is none of them.
    """
    found = year.members.filter(slug=slug).first()
    if found is None:
        raise Http404(_("Không có tỉnh này trong thi đua năm %s.") % year.year)
    return found


def may_read_scores(officer: Officer, sheet: ScoreSheet) -> bool:
    """Whether the officer may read a self-score: the own province's, and once it is sent who runs the year.

    Head and deputy only once their own is sent too. And who checks it, once that is published. Everybody
    else, the observer too, once the year's scores are settled.
    """
    if not sees_contest(officer):
        return False
    if works_for(officer, sheet.province):
        return True
    # Asked whether it is sent or not: how long the answer takes tells nothing.
    reads = reads_self_scores(officer, sheet.year) or is_checker_of(officer, sheet.year, sheet.province)
    return sheet.is_sent and reads


def get_sheet(officer: Officer, year: EmulationYear, slug: str) -> ScoreSheet:
    """That province's self-score, or a new one that the first saving stores, for who may read it.

    Raises:
        Http404: for everybody else, and if the province takes no part.
    """
    province = get_member(year, slug)
    known = ScoreSheet.objects.select_related("province", "sent_by")
    sheet = known.filter(year=year, province=province).first() or ScoreSheet(province=province)
    sheet.year = year
    if not may_read_scores(officer, sheet):
        raise Http404(_("Không có phiếu tự chấm này."))
    return sheet


def visible_movements(officer: Officer, year: EmulationYear) -> QuerySet[Movement]:
    """The movements that the officer reads: planned ones only their owner and who runs the year."""
    found = Movement.objects.filter(year=year).select_related("year", "province", "changed_by")
    if runs_year(officer, year):
        return found
    launched = ~Q(state=Movement.State.PLANNED)
    own = Q(province=officer.province_id) if officer.province_id else Q(pk__in=[])
    return found.filter(launched | own)


def get_movement(officer: Officer, year: EmulationYear, pk: int) -> Movement:
    """That movement of the year, for who reads it.

    Raises:
        Http404: if there is none, or it is another province's and not launched yet.
    """
    found = visible_movements(officer, year).filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    if found is None:
        raise Http404(_("Không có phong trào này."))
    return found


def may_keep_movement(officer: Officer, movement: Movement) -> bool:
    """Whether the officer plans, launches and closes it: of the cluster's, who runs the year."""
    if movement.province is None:
        return runs_year(officer, movement.year)
    return keeps_evidence(officer, movement.year, movement.province)


def may_join(officer: Officer, movement: Movement, province: Province) -> bool:
    """Whether the officer registers that province: for the cluster's movements, or for its own."""
    is_theirs = movement.province_id in (None, province.pk)
    return is_theirs and keeps_evidence(officer, movement.year, province)


def works_in_movement(officer: Officer, movement: Movement, province: Province) -> bool:
    """Whether the officer records what that province did in it: it must have registered."""
    is_in = movement.registrations.filter(province=province).exists()
    return is_in and works_for(officer, province)


def reads_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Whether the officer reads that pledge.

    Signed, everybody in the contest does; sent, the observer too; a draft is its province's and of who runs
    the year, as figures are.
    """
    if not sees_contest(officer):
        return False
    if pledge.is_signed or works_for(officer, pledge.province) or runs_year(officer, pledge.year):
        return True
    return officer.role == Officer.Role.OBSERVER and not pledge.is_draft


def get_pledge(officer: Officer, year: EmulationYear, province: str) -> Pledge:
    """That province's pledge, begun or not, for who reads it.

    Raises:
        Http404: if the province takes no part, or the officer may not know.
    """
    member = get_member(year, province)
    found = Pledge.objects.select_related("sent_by", "signed_by").filter(year=year, province=member).first()
    pledge = found or Pledge(year=year, province=member)
    pledge.year, pledge.province = year, member
    if not reads_pledge(officer, pledge):
        raise Http404(_("Không có giao ước này."))
    return pledge


def takes_pledges(year: EmulationYear) -> bool:
    """Whether today lies within the days for drafting and sending pledges."""
    deadline = year.deadlines.filter(part=Deadline.Part.PLEDGE).first()
    return deadline is not None and deadline.holds()


def drafts_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Whether the officer may type into the pledge today."""
    return works_for(officer, pledge.province) and pledge.is_draft and takes_pledges(pledge.year)


def sends_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Whether the officer may send the pledge today: the province's leader."""
    return leads(officer, pledge.province) and drafts_pledge(officer, pledge)


def opens_signing(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer calls the members to sign: the cluster's head or deputy of that year."""
    return heads_cluster(officer, year.year)


def is_checker_of(officer: Officer, year: EmulationYear, province: Province) -> bool:
    """Whether the officer works for the province that was named to check that one, once that is published."""
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return False
    named = Check.objects.exclude(state=Check.State.PLANNED)
    return named.filter(year=year, checked=province, checker=officer.province_id).exists()
