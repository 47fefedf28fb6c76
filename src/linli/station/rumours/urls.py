"""The pages, feeds and open data of rumours."""

from __future__ import annotations

from django.urls import path

from linli.station.rumours.views import editing, feeds, public

urlpatterns = [
    path("rumours/", public.ask, name="rumours"),
    path("rumours/ask/", public.send, name="rumour-ask"),
    path("rumours/sent/<str:code>/", public.sent, name="rumour-sent"),
    path("rumours/checks/<str:uid>/", public.check, name="check-page"),
    path("rumours/checks/<str:uid>/review.json", public.review, name="check-review"),
    path("rumours/checks/<str:uid>/card.svg", public.card, name="check-card"),
    path("rumours/others/<str:uid>/", public.other, name="check-other"),
    path("rumours/map/", public.weather, name="rumour-map"),
    path("rumours/about/", public.about, name="rumour-about"),
    path("rumours/feed.atom", feeds.atom, name="rumour-atom"),
    path("rumours/feed.json", feeds.json_feed, name="rumour-feed"),
    path("rumours/checks.jsonl", feeds.checks, name="rumour-checks"),
    path("rumours/claims.jsonl", feeds.claims, name="rumour-claims"),
    path("rumours/labels.json", feeds.labels, name="rumour-labels"),
    path("desk/rumours/", editing.claims, name="claims"),
    path("desk/rumours/others/", editing.others, name="claim-others"),
    path("desk/rumours/others/<str:uid>/", editing.decide, name="claim-decide"),
    path("desk/rumours/<str:uid>/", editing.edit, name="claim-edit"),
]
