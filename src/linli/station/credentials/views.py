"""A credential for whoever holds its code, its file, the list of those taken back, and the page that verifies one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.station.credentials import badges, selectors, services
from linli.station.credentials.forms import VerifyForm
from linli.station.organisations.requests import Request

UNPROCESSABLE = 422


@never_cache
@require_GET
def credential(request: Request, code: str) -> HttpResponse:
    """The certificate as people read it, to print."""
    found = selectors.credential_by_code(community_id=request.community.pk, code=code)
    context = {
        "credential": found,
        "code": code,
        "holder": badges.name_of(found.document),
        "subject": found.document["credentialSubject"]["achievement"],
        "evidence": found.document["evidence"],
        "mine": found.user_id == request.actor.user_id,
    }
    return render(request, "credentials/credential.html", context)


@never_cache
@require_GET
def document(request: Request, code: str) -> HttpResponse:
    """The signed file, for a wallet or a verifier."""
    found = selectors.credential_by_code(community_id=request.community.pk, code=code)
    answer = JsonResponse(found.document, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Type"] = "application/vc+ld+json"
    answer["Content-Disposition"] = f'attachment; filename="linli-{found.achievement}.json"'
    return answer


@require_GET
def revocations(request: Request) -> HttpResponse:
    """Those taken back."""
    return JsonResponse(selectors.revocations(community_id=request.community.pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Request) -> HttpResponse:
    """Whether a pasted file was signed here, is unchanged and still stands. Nothing of it is stored."""
    form, verdict = VerifyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["document"]
        verdict = selectors.verify(community_id=request.community.pk, document=given)
    context = {"form": form, "verdict": verdict}
    return render(request, "credentials/verify.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def revoke(request: Request) -> HttpResponseBase:
    """The owner takes one back."""
    services.credential_revoke(actor=request.actor, uid=request.POST.get("uid", "")[:20])
    return redirect("credentials-mine")


@login_required
@never_cache
@require_GET
def mine(request: Request) -> HttpResponse:
    """The actor's certificates."""
    return render(request, "credentials/mine.html", {"mine": selectors.credentials_mine(actor=request.actor)})
