"""Every field of every form, those of the administration included."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.test import RequestFactory

OUR_APPS = ("provinces", "figures", "emulation", "reports", "web")
OUR_CODE = (*OUR_APPS, "emulation_cluster")


def every_field() -> Iterator[tuple[str, forms.Field]]:
    """Each with its form's name before it: `LoginForm.username`."""
    for form in (*our_forms(), *administration_forms()):
        for name, field in form.base_fields.items():
            yield f"{form.__name__}.{name}", field


def our_forms() -> Iterator[type[forms.BaseForm]]:
    for app in OUR_CODE:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for form in waiting.pop().__subclasses__():
            if form not in found:
                found.add(form)
                waiting.append(form)
                if form.__module__.split(".")[0] in OUR_CODE:
                    yield form


def administration_forms() -> list[type[forms.BaseForm]]:
    """The forms of *Quản trị*, as somebody who may change everything has them."""
    request = RequestFactory().get("/")
    found = []
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label in OUR_APPS:
            found.append(model_admin.get_form(request))
            inlines = (inline(model, admin.site) for inline in model_admin.inlines)
            found += [inline.get_formset(request).form for inline in inlines]
    return found
