"""What a person may be in a community, least first."""

from __future__ import annotations

from django.db import models


class Role(models.IntegerChoices):
    """Each role may do what those below it may."""

    VISITOR = 0, "访客"
    MEMBER = 1, "成员"
    REVIEWER = 2, "审核员"
    LEAD = 3, "负责人"
    KEEPER = 4, "站务"
