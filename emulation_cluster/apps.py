from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles import apps


class AdministrationConfig(AdminConfig):
    default_site = "emulation_cluster.admin.AdministrationSite"


class StaticFilesConfig(apps.StaticFilesConfig):
    # Of Plotly's package_data only plotly.min.js is published.
    ignore_patterns = [*apps.StaticFilesConfig.ignore_patterns, "datasets", "templates", "widgetbundle.js"]
