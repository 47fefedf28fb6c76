"""The pages of pledges and duties."""

from __future__ import annotations

from django.urls import path

from linli.station.pledges import duty_views, views

urlpatterns = [
    path("pledges/", views.pledges, name="pledges"),
    path("pledges/new/", views.template_new, name="pledge-template-new"),
    path("pledges/template/<str:uid>/", views.template, name="pledge-template"),
    path("pledges/review/<str:code>/", views.review, name="pledge-review"),
    path("pledges/<str:uid>/", views.pledge, name="pledge"),
    path("pledges/<str:uid>/assess/", views.assess, name="pledge-assess"),
    path("pledges/<str:uid>/act/", views.act, name="pledge-act"),
    path("duties/", duty_views.duties, name="duties"),
    path("duties/print/", duty_views.printed, name="duties-print"),
    path("duties.csv", duty_views.as_csv, name="duties-csv"),
    path("duties.json", duty_views.as_json, name="duties-json"),
    path("duties/<str:duty>/", duty_views.duty, name="duty"),
]
