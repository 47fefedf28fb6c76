"""The pages of the library, and what other libraries read."""

from __future__ import annotations

from django.urls import path

from linli.station.collections.views import keeping, machines, reading, visiting

urlpatterns = [
    path("library/", visiting.library, name="library"),
    path("library/search/", visiting.search, name="library-search"),
    path("library/timeline/", visiting.timeline, name="library-timeline"),
    path("library/map/", visiting.places, name="library-map"),
    path("library/rooms/<str:room>/", visiting.room, name="library-room"),
    path("library/new/", keeping.new_collection, name="library-new"),
    path("library/items/<str:uid>/", visiting.item, name="library-item"),
    path("library/items/<str:uid>/simple/", visiting.simple, name="library-simple"),
    path("library/items/<str:uid>/edit/", keeping.edit_item, name="library-edit"),
    path("library/items/<str:uid>/act/", keeping.act, name="library-act"),
    path("library/items/<str:uid>/manifest.json", machines.manifest, name="library-manifest"),
    path("library/items/<str:uid>/picture/<int:number>/", visiting.picture, name="library-picture"),
    path("library/image/<str:uid>", machines.image, name="library-image"),
    path("library/image/<str:uid>/info.json", machines.image_info, name="library-image-info"),
    path(
        "library/image/<str:uid>/<str:region>/<str:size>/<str:rotation>/<str:quality>.<str:form>",
        machines.image_part,
        name="library-image-part",
    ),
    path("library/paths/", reading.all_paths, name="library-paths"),
    path("library/paths/new/", reading.new_path, name="library-path-new"),
    path("library/paths/<str:uid>/", reading.path, name="library-path"),
    path("library/paths/<str:uid>/edit/", reading.edit_path, name="library-path-edit"),
    path("library/<str:uid>/", visiting.collection, name="library-collection"),
    path("library/<str:uid>/add/", keeping.add_item, name="library-add"),
    path("library/<str:uid>/import/", keeping.bring, name="library-import"),
    path("library/<str:uid>/words/", keeping.edit_collection, name="library-words"),
    path("library/<str:uid>/collection.json", machines.collection, name="library-collection-json"),
    path("oai", machines.oai_pmh, name="library-oai"),
]
