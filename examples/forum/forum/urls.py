"""Every address of the forum."""

from __future__ import annotations

from django.urls import path

from forum import webhooks
from forum.views import agreeing, asking, people, reading, safety, writing

urlpatterns = [
    path("", reading.home, name="home"),
    path("b/<slug:slug>/", reading.board, name="board"),
    path("p/<int:pk>/", reading.thread, name="thread"),
    path("go/<str:key>/", reading.go, name="go"),
    path("station/", reading.station_page, name="station"),
    path("new/", writing.new, name="new"),
    path("agree/", agreeing.agree, name="agree"),
    path("agree/withdraw/", agreeing.withdraw, name="agree-withdraw"),
    path("p/<int:pk>/reply/", writing.reply, name="reply"),
    path("e/<int:pk>/edit/", writing.edit, name="edit"),
    path("e/<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("sign-in/", people.sign_in, name="sign-in"),
    path("sign-out/", people.sign_out, name="sign-out"),
    path("language/", people.choose_language, name="language"),
    path("u/<int:pk>/", people.person, name="person"),
    path("messages/", people.messages, name="messages"),
    path("messages/<int:pk>/", people.conversation, name="conversation"),
    path("e/<int:pk>/report/", asking.report, name="report"),
    path("receipt/<uuid:token>/", asking.receipt, name="receipt"),
    path("notices/", asking.notices, name="notices"),
    path("notices/<int:pk>/appeal/", asking.appeal, name="appeal"),
    path("reports/", asking.reports, name="reports"),
    path("safety/", safety.page, name="safety"),
    path("safety/shield/", safety.turn, name="shield"),
    path("webhooks/linli", webhooks.receive, name="webhook"),
]
