from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    name = "linli.station.collections"
    label = "collections"
    verbose_name = "文库"
    default_auto_field = "django.db.models.BigAutoField"
