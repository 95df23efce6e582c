"""Choices saved under a name, of one's own and of the cluster."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client

from provinces.accounts.models import Officer
from reports.explore import services
from reports.explore.models import SavedView
from reports.explore.services import MOST_VIEWS, delete_view, overwrite_view, save_view
from tests.reports.explore.reading_pages import page_of
from web.refusals import RefusedError

Browser = Callable[[Officer], Client]
pytestmark = [pytest.mark.usefixtures("scene"), pytest.mark.postgresql]
GONE = "Lựa chọn đã lưu này không còn. Lựa chọn đang xem vẫn giữ nguyên, có thể lưu với tên mới."
CHOICE = "t=an-giang&i=coop.total&s=2023-H1&m=ago"


def said(answer: HttpResponse) -> str:
    [message] = get_messages(answer.wsgi_request)  # type: ignore[attr-defined]
    return str(message)


def test_choice_is_saved_and_opened_again(client_for: Browser, officer_hg: Officer) -> None:
    client = client_for(officer_hg)
    typed = {"name": " Vốn  của tôi ", "query": f"{CHOICE}&i=nothing&v=auto"}
    assert client.post("/explore/views/", typed).headers["Location"] == f"/explore/?{CHOICE}"

    view = SavedView.objects.get()
    assert (view.name, view.query, view.owner) == ("Vốn của tôi", CHOICE, officer_hg)
    page = page_of(client)
    assert f'<a href="/explore/?{CHOICE.replace("&", "&amp;")}">Vốn của tôi</a>' in page
    assert "của tôi</span>" in page


def test_list_that_nobody_chose_stays_open_to_what_comes(client_for: Browser, officer_hg: Officer) -> None:
    client_for(officer_hg).post("/explore/views/", {"name": "Mới nhất", "query": "i=coop.new"})

    assert SavedView.objects.get().query == "i=coop.new"


def test_own_view_is_nobody_elses(client_for: Browser, officer_hg: Officer, secretary: Officer) -> None:
    view = save_view(name="Riêng", query=CHOICE, is_shared=False, by=officer_hg)

    assert "Riêng" not in page_of(client_for(secretary))
    for step in ("", "delete/"):
        line = f"/explore/views/{view.pk}/{step}"
        assert said(client_for(secretary).post(line, {"seen": "1", "query": "m=ago"})) == GONE
    view.refresh_from_db()
    assert (view.query, view.version) == (CHOICE, 1)
    with pytest.raises(PermissionDenied):
        overwrite_view(view=view, query="", seen="1", by=secretary)


def test_cluster_runners_share_and_the_others_only_read(
    client_for: Browser, officer_hg: Officer, head: Officer, deputy: Officer
) -> None:
    client_for(head).post("/explore/views/", {"name": "Xếp loại", "query": CHOICE, "is_shared": "on"})

    view = SavedView.objects.get()
    assert view.owner is None
    page = page_of(client_for(officer_hg))
    assert "của Cụm</span>" in page
    assert f"/explore/views/{view.pk}/" not in page
    assert "is_shared" not in page
    for step in ("", "delete/"):
        assert client_for(officer_hg).post(f"/explore/views/{view.pk}/{step}").status_code == 403
    overwrite_view(view=view, query="m=index", seen="1", by=deputy)
    with pytest.raises(PermissionDenied):
        save_view(name="Khác", query="", is_shared=True, by=officer_hg)


def test_view_is_overwritten_and_deleted_from_its_line(client_for: Browser, officer_hg: Officer) -> None:
    view = save_view(name="Riêng", query=CHOICE, is_shared=False, by=officer_hg)
    client, line = client_for(officer_hg), f"/explore/views/{view.pk}/"
    answer = client.post(line, {"seen": "1", "query": "m=index&x=1"})

    assert answer.headers["Location"] == "/explore/?m=index"
    view.refresh_from_db()
    assert (view.query, view.version) == ("m=index", 2)
    client.post(f"{line}delete/", {"seen": "1", "query": ""})
    assert SavedView.objects.exists(), "another tab has overwritten it meanwhile"
    client.post(f"{line}delete/", {"seen": "2", "query": ""})
    assert not SavedView.objects.exists()


def test_taken_name_is_refused_in_every_spelling_and_what_was_typed_stays(
    client_for: Browser, officer_hg: Officer, secretary: Officer
) -> None:
    save_view(name="Vốn Hòa Bình", query="", is_shared=False, by=officer_hg)
    answer = client_for(officer_hg).post("/explore/views/", {"name": "VỐN HOÀ BÌNH", "query": CHOICE})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Tên này đã có. Chọn tên khác, hoặc ghi đè lựa chọn đã lưu đó." in page
    assert 'value="VỐN HOÀ BÌNH"' in page
    assert SavedView.objects.count() == 1
    save_view(name="Vốn Hòa Bình", query="", is_shared=True, by=secretary)


@pytest.mark.parametrize("is_shared", [False, True])
def test_database_holds_a_name_once(secretary: Officer, is_shared: bool) -> None:
    view = save_view(name="Vốn", query="", is_shared=is_shared, by=secretary)
    again = SavedView(name="vốn", owner=view.owner, changed_by=secretary)

    with pytest.raises(IntegrityError):
        again.save()


def test_there_are_only_so_many(officer_hg: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_VIEWS", 1)
    assert MOST_VIEWS == 50
    view = save_view(name="Một", query="", is_shared=False, by=officer_hg)
    with pytest.raises(RefusedError, match="Xóa bớt rồi lưu"):
        save_view(name="Hai", query="", is_shared=False, by=officer_hg)
    delete_view(view=view, seen="1", by=officer_hg)
    save_view(name="Hai", query="", is_shared=False, by=officer_hg)


def test_refusal_of_an_old_page_is_said(client_for: Browser, secretary: Officer) -> None:
    view = save_view(name="Vốn", query=CHOICE, is_shared=True, by=secretary)
    answer = client_for(secretary).post(f"/explore/views/{view.pk}/", {"seen": "9", "query": ""})

    assert "Nội dung đã thay đổi sau khi trang này được mở" in said(answer)


@pytest.mark.parametrize("step", ["", "delete/"])
def test_view_deleted_meanwhile_is_said_and_the_choice_stays(
    client_for: Browser, secretary: Officer, step: str
) -> None:
    view = save_view(name="Vốn", query="", is_shared=True, by=secretary)
    pk = view.pk
    delete_view(view=view, seen="1", by=secretary)
    answer = client_for(secretary).post(f"/explore/views/{pk}/{step}", {"seen": "1", "query": CHOICE})

    assert answer.headers["Location"] == f"/explore/?{CHOICE}"
    assert said(answer) == GONE


def test_view_deleted_in_the_same_moment_is_refused(secretary: Officer) -> None:
    view = save_view(name="Vốn", query="", is_shared=True, by=secretary)
    SavedView.objects.all().delete()
    for write in (partial(overwrite_view, query=CHOICE), delete_view):
        with pytest.raises(RefusedError, match="không còn"):
            write(view=view, seen="1", by=secretary)
