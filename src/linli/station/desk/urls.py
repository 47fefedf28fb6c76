"""The pages of the desk."""

from __future__ import annotations

from django.urls import path, register_converter

from linli.station.desk.views import bulk, case, follow, manage, queue, reach


class ActConverter:
    """One of the acts on a case."""

    regex = "|".join(case.ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ActConverter, "act")

urlpatterns = [
    path("cases/", follow.enter, name="follow"),
    path("cases/<str:code>/", follow.follow, name="case-follow"),
    path("cases/<str:code>/receipt/", follow.receipt, name="receipt"),
    path("cases/<str:code>/receipt.svg", follow.card, name="receipt-card"),
    path("cases/<str:code>/feed.atom", follow.feed, name="case-feed"),
    path("cases/<str:code>/tell/", reach.receipt, name="case-tell"),
    path("me/tell/", reach.mine, name="me-tell"),
    path("subscriptions/<str:code>/", reach.subscription, name="subscription"),
    path("push-worker.js", reach.worker, name="push-worker"),
    path("desk/", queue.queue, name="desk"),
    path("desk/next/", queue.next_case, name="desk-first"),
    path("desk/next/<int:after>/", queue.next_case, name="desk-next"),
    path("desk/load/", queue.load, name="desk-load"),
    path("desk/bulk/", bulk.bulk, name="desk-bulk"),
    path("desk/bulk/<str:uid>/undo/", bulk.undo, name="desk-bulk-undo"),
    path("desk/queues/", manage.queues, name="desk-queues"),
    path("desk/danger/", manage.danger, name="desk-danger"),
    path("desk/<int:number>/", case.case, name="desk-case"),
    path("desk/<int:number>/<act:what>/", case.act, name="desk-act"),
]
