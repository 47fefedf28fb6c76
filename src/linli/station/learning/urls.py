"""The pages of learning."""

from __future__ import annotations

from django.urls import path

from linli.station.learning.views import cases, classes, lessons

urlpatterns = [
    path("learn/", lessons.lessons, name="lessons"),
    path("learn/results/", lessons.results, name="learning-results"),
    path("learn/law/", lessons.law, name="law"),
    path("learn/law/cases/", cases.cases, name="law-cases"),
    path("learn/law/cases/<slug:case_id>/", cases.case, name="law-case"),
    path("learn/law/<int:number>/", lessons.law, name="law-set"),
    path("learn/paths/", classes.paths, name="learning-paths"),
    path("learn/join/", classes.join, name="learning-join"),
    path("learn/joined/", classes.joined, name="learning-joined"),
    path("learn/review/", classes.review, name="learning-review"),
    path("learn/classes/", classes.classes, name="learning-classes"),
    path("learn/classes/<str:uid>/", classes.one_class, name="learning-class"),
    path("learn/own/", classes.own, name="learning-own"),
    path("learn/<slug:lesson_id>/", lessons.lesson, name="lesson"),
    path("learn/<slug:lesson_id>/<int:step>/", lessons.step, name="lesson-step"),
]
