from django import forms
from django.utils.translation import gettext_lazy as _

from web.search_forms import SearchForm
from web.text_fields import SearchField


class SiteSearchForm(SearchForm):
    """The search over the whole site."""

    q = SearchField(
        label=_("Chỉ tiêu, tỉnh, tổ chức, trang, văn bản"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
