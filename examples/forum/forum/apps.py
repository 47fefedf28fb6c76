from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "邻里小院"
    default_auto_field = "django.db.models.BigAutoField"
