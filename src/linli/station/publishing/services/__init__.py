"""Every change to channels, works and pictures: one function each."""

from linli.station.publishing.services.channels import channel_make, channel_set
from linli.station.publishing.services.pictures import picture_described, picture_keep
from linli.station.publishing.services.reading import work_publish, work_return, work_withdraw
from linli.station.publishing.services.writing import work_offer, work_save, work_start, work_take_back

__all__ = [
    "channel_make",
    "channel_set",
    "picture_described",
    "picture_keep",
    "work_offer",
    "work_publish",
    "work_return",
    "work_save",
    "work_start",
    "work_take_back",
    "work_withdraw",
]
