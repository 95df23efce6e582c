"""Where a request comes from, in words that its officer can recognise."""

from dataclasses import dataclass
from ipaddress import ip_address

from django.http import HttpRequest
from django.utils.translation import gettext as _

# In this order: most browsers also name those that they descend from.
_BROWSERS = {
    "coc_coc_browser": "Cốc Cốc",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Origin:
    address: str | None = None
    device: str = ""

    @classmethod
    def of(cls, request: HttpRequest | None) -> "Origin":
        """Of a request, or of a command at the server's console."""
        if request is None:
            return cls(device=_("dòng lệnh trên máy chủ"))
        return cls(_address(request), device(request.headers.get("User-Agent", "")))


def _address(request: HttpRequest) -> str | None:
    """The browser's address. Only the web server on this machine may say that it is another than its own."""
    direct = _valid(request.META.get("REMOTE_ADDR", ""))
    if direct is None or ip_address(direct).is_loopback:
        return _valid(request.headers.get("X-Forwarded-For", "").split(",")[-1]) or direct
    return direct


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None


def device(agent: str) -> str:
    """`Chrome trên Windows`."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    if browser and system:
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("không rõ")
