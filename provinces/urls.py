"""Addresses of this app."""

from django.urls import URLPattern

app_name = "provinces"

urlpatterns: list[URLPattern] = []
