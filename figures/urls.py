"""Addresses of this app."""

from django.urls import URLPattern

app_name = "figures"

urlpatterns: list[URLPattern] = []
