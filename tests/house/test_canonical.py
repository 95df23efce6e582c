import pytest

from tests.house import canonical


def lines(page: str) -> list[str]:
    return canonical.lines("text/html", page.encode())


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ('<p class="a  b" id=x>one two</p>', '<p\n  id="x"\n  class="a b"\n>\n  one\n  two\n</p>'),
        ("<ul><li>one</li><li>two</li></ul>", "<ul>\n  <li> one</li>\n\n  <li>two </li>\n</ul>"),
        ("<p>one <b>two</b></p>", "<p>\n  one\n  <b>two</b>\n</p>"),
        ('<script src="/static/js/entry.js">', '<script src="/static/js/entry/entry.js">'),
    ],
)
def test_invisible_changes_are_no_difference(before: str, now: str):
    assert lines(before) == lines(now)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("<p>one <b>two</b></p>", "<p>one<b>two</b></p>"),
        ("<a>one</a> <a>two</a>", "<a>one</a><a>two</a>"),
        ("<p>one</p>", "<p>One</p>"),
        ('<p class="a b">', '<p class="b a">'),
        ("<textarea>one\ntwo</textarea>", "<textarea>one two</textarea>"),
    ],
)
def test_visible_changes_are_a_difference(before: str, now: str):
    assert lines(before) != lines(now)
