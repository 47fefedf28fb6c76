"""The pages, feeds and pictures of publishing."""

from __future__ import annotations

from django.urls import path

from linli.station.publishing.views import campaigns, channels, feeds, media, public, writing

urlpatterns = [
    path("calendar/", campaigns.calendar, name="calendar"),
    path("calendar/days.ics", campaigns.calendar_file, name="calendar-file"),
    path("campaigns/", campaigns.every, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path("campaigns/<str:uid>/", campaigns.one, name="campaign"),
    path("campaigns/<str:uid>/join/", campaigns.join, name="campaign-join"),
    path("campaigns/<str:uid>/close/", campaigns.close, name="campaign-close"),
    path("read/", public.stream, name="read"),
    path("read/in/<slug:slug>/", public.stream, name="read-channel"),
    path("read/feed.atom", feeds.atom, name="read-atom"),
    path("read/feed.rss", feeds.rss, name="read-rss"),
    path("read/feed.json", feeds.json_feed, name="read-json"),
    path("read/<str:uid>/", public.work, name="read-work"),
    path("read/<str:uid>/card.svg", media.card, name="read-card"),
    path("read/<str:uid>/poster.svg", media.poster, name="read-poster"),
    path("read/<str:uid>/chat/", media.chat, name="read-chat"),
    path("read/<str:uid>/end/", public.end, name="read-end"),
    path("read/<str:uid>/answer/", public.answer, name="read-answer"),
    path("pictures/<str:name>", media.picture, name="picture"),
    path("write/", writing.mine, name="write"),
    path("write/channels/", channels.channels, name="write-channels"),
    path("write/channels/<str:uid>/", channels.change, name="write-channel"),
    path("write/new/", writing.new, name="write-new"),
    path("write/<str:uid>/", writing.work, name="write-work"),
    path("write/<str:uid>/card.svg", media.card, {"draft": True}, name="write-card"),
    path("write/<str:uid>/poster.svg", media.poster, {"draft": True}, name="write-poster"),
    path("write/<str:uid>/chat/", media.chat, {"draft": True}, name="write-chat"),
    path("write/<str:uid>/edit/", writing.edit, name="write-edit"),
    path("write/<str:uid>/parts/<str:which>/", writing.part, name="write-part"),
    path("write/<str:uid>/act/<str:what>/", writing.act, name="write-act"),
]
