from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "emulation_cluster.admin.AdministrationSite"
