"""Icons, states and messages, from Python and from templates."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch
from django.utils.safestring import mark_safe

from web.icons import icon, message_html, state_html
from web.state_marks import StateMark


def render(text: str, **context: object) -> str:
    return Template("{% load components %}" + text).render(Context(context))


def test_icon_is_hidden_from_screen_readers():
    assert icon("late") == '<svg class="icon" aria-hidden="true"><use href="#i-late"/></svg>'


def test_state_has_its_own_icon_unless_named():
    assert state_html("late", "trễ") == f'<span class="state" data-state="late">{icon("late")}trễ</span>'
    assert "#i-locked" in state_html("late", "trễ", "locked")


def test_state_without_colour_has_no_attribute():
    assert state_html("", "chưa", "none") == f'<span class="state">{icon("none")}chưa</span>'


@pytest.mark.parametrize("make", [state_html, message_html])
def test_text_is_escaped_and_markup_is_not(make):
    assert "&lt;b&gt;" in make("late", "<b>")
    assert "<b>" in make("late", mark_safe("<b>"))


def test_block_tags_strip_line_breaks_around_content():
    assert render('{% state "draft" %}\n  {{ content }}\n{% endstate %}', content="a <b>") == state_html(
        "draft", "a <b>"
    )
    assert render('{% message "late" element="li" %}\n  chờ\n{% endmessage %}') == (
        f'<li class="message" data-state="late">{icon("late")}<span>chờ</span></li>'
    )


def test_state_mark_shows_whom_it_waits_for():
    state = StateMark("draft", "none", "Đang nhập", "chờ tỉnh")
    assert render("{% state_mark state %}", state=state) == state_html("draft", "Đang nhập, chờ tỉnh", "none")


def test_number_marks():
    assert render("5{% provisional_mark %}") == (
        '5<span class="visually-hidden">, tạm tính</span><span aria-hidden="true">*</span>'
    )
    assert render("5{% provisional_mark flag %}", flag=False) == "5"
    assert render("{% illustrative_tag flag %}", flag=True) == ' <span class="tag">minh họa</span>'
    assert render("{% illustrative_tag flag %}", flag=False) == ""


def test_post_button_with_unknown_url_name_raises():
    with pytest.raises(NoReverseMatch):
        render('{% post_button "emulation:nothing" label="Xóa" %}')
