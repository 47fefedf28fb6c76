"""The pages of activities."""

from __future__ import annotations

from django.urls import path, re_path

from linli.station.activities.views import charity, netizen, running
from linli.station.activities.views import open as anyone

urlpatterns = [
    path("activities/", anyone.activities, name="activities"),
    path("activities/calendar.ics", anyone.ics, name="activities-ics"),
    path("activities/new/", running.create, name="activity-create"),
    path("activities/hours/", anyone.hours, name="activity-hours"),
    path("activities/checks/", running.checks, name="activity-checks"),
    path("activities/<str:uid>/", anyone.activity, name="activity"),
    path("activities/<str:uid>/join/", anyone.join, name="activity-join"),
    path("activities/<str:uid>/leave/", anyone.leave, name="activity-leave"),
    path("activities/<str:uid>/roll/", running.roll, name="activity-roll"),
    path("activities/<str:uid>/scan/", running.scan, name="activity-scan"),
    path("activities/<str:uid>/scans/", running.scans, name="activity-scans"),
    path("activities/<str:uid>/activity.ics", anyone.ics, name="activity-ics"),
    re_path(r"^activities/(?P<uid>[^/]+)/screen/(?P<way>in|out)/$", running.screen, name="activity-screen"),
    re_path(r"^activities/(?P<uid>[^/]+)/(?P<way>in|out)/$", anyone.mark, name="activity-mark"),
    path("projects/", charity.projects, name="projects"),
    path("projects/new/", charity.create, name="project-create"),
    path("projects/<str:uid>/", charity.project, name="project"),
    path("projects/<str:uid>/receipts/<str:spending_uid>.jpg", charity.receipt, name="project-receipt"),
    path("good-netizen/", netizen.page, name="good-netizen"),
    path("proofs/<str:code>/", anyone.proof, name="activity-proof"),
]
