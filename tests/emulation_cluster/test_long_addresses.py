"""An address that is too long gets a page of this site, not the web server's bare one in English."""

import http.client
import shutil
from urllib.parse import quote

from django.test import Client
from django.urls import reverse

from tests.gunicorn import HOST, Gunicorn
from tests.schema import schema_file

LIST = "/register/cooperatives/"
LONGEST = LIST + "?q=" + "a" * (4000 - len(LIST) - 3)
SENTENCE = "Địa chỉ vừa mở dài quá giới hạn của hệ thống."


def test_longest_address_is_answered_and_a_longer_one_refused(client_for, secretary, cluster):
    client = client_for(secretary)
    assert "chỉ tìm được nhiều nhất 200 ký tự" in client.get(LONGEST).content.decode()
    response = client.get(LONGEST + "a")
    assert response.status_code == 414
    assert SENTENCE in response.content.decode()


def test_letters_of_the_path_count_as_they_are_sent(client_for, secretary, cluster):
    assert client_for(secretary).get("/" + "ệ" * 445).status_code == 414


def test_long_address_leads_to_a_login_that_is_longer(db):
    login = Client().get("/?q=" + "%E1%BB%87" * 444)["Location"]
    assert len(login) > 6000, "each % has become %25"
    assert Client().get(login).status_code == 200


def test_server_passes_long_addresses_on(tmp_path):
    database = shutil.copy(schema_file(), tmp_path / "site.sqlite3")
    login = f"{reverse('login')}?next=" + quote("/?q=" + "%E1%BB%87" * 444)
    with Gunicorn(environment={"DATABASE_URL": f"sqlite:///{database}"}) as server:
        for address, status, sentence in ((LONGEST + "a" * 4000, 414, SENTENCE), (login, 200, "Đăng nhập")):
            connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
            connection.request("GET", address)
            response = connection.getresponse()
            assert response.status == status
            assert sentence in response.read().decode()
            connection.close()
