"""One request that arrives twenty times at once, at a server with threads, on either database."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.test import Client

from figures.models import Figure, Receipt, Submission
from provinces.models import Officer
from tests.e2e.form import ADDRESS
from tests.typist import Typist

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TIMES = 20


def test_cell_sent_twenty_times_at_once_has_one_effect_and_one_answer(site):
    client = Client()
    client.force_login(Officer.objects.get(username="hau-giang"))
    typist = Typist(urlsplit(site).port, client.session.session_key, ADDRESS)
    typist.open()
    fields = typist.request("coop.new", "12")
    with ThreadPoolExecutor(TIMES) as threads:
        sent = [
            threads.submit(typist.ask, "POST", f"{ADDRESS}cells/coop.new/", fields) for _n in range(TIMES)
        ]
        replies = [future.result() for future in sent]
    assert {reply.status for reply in replies} == {200}
    assert len({(reply.body, reply.headers["X-Cell"]) for reply in replies}) == 1
    figure = Figure.objects.get(submission__period__half=2, submission__period__year=2023)
    assert (figure.value, figure.version) == (12, 1)
    assert Submission.objects.get(pk=figure.submission_id).version == 1
    assert Receipt.objects.count() == 1
