"""The project's own packages, the lowest first."""

APPS = ("papers", "vietnamese", "web", "provinces", "figures", "emulation", "reports", "emulation_cluster")
