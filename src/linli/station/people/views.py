"""The settings that need no account: language, large text, dark."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_GET, require_POST

from linli.station.people.forms import PreferencesForm
from linli.station.people.preferences import ELDER_COOKIE, THEME_COOKIE, read

YEAR = 365 * 24 * 60 * 60


@require_GET
def settings_page(request: HttpRequest) -> HttpResponse:
    """`/settings/`: the three choices side by side."""
    now = read(request.COOKIES)
    form = PreferencesForm(
        initial={"language": get_language(), "elder": "on" if now.elder else "off", "theme": now.theme.value}
    )
    return render(request, "people/settings.html", {"form": form})


@require_POST
def preferences(request: HttpRequest) -> HttpResponseBase:
    """Keeps what was chosen in cookies and goes back to the page it was chosen on."""
    form = PreferencesForm(request.POST)
    answer = redirect(_next(request))
    if not form.is_valid():
        messages.error(request, gettext("没有这个选项，设置未改动。"))
        return answer
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    names = {"language": settings.LANGUAGE_COOKIE_NAME, "elder": ELDER_COOKIE, "theme": THEME_COOKIE}
    for field, value in chosen.items():
        answer.set_cookie(names[field], value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    if "saved" in request.POST:
        with override(chosen.get("language", get_language())):
            messages.success(request, gettext("设置已保存。"))
    return answer


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else request.META.get("SCRIPT_NAME", "") + "/"
