"""Every change to channels, works and pictures: one function each."""

from linli.station.publishing.services.backdating import sample_move_back
from linli.station.publishing.services.campaigns import campaign_begin, campaign_close, campaign_join
from linli.station.publishing.services.channels import channel_make, channel_set, publishing_tick
from linli.station.publishing.services.counting import option_choose, read_to_end
from linli.station.publishing.services.pictures import picture_described, picture_keep
from linli.station.publishing.services.reading import work_publish, work_return, work_withdraw
from linli.station.publishing.services.writing import work_offer, work_save, work_start, work_take_back

__all__ = [
    "campaign_begin",
    "campaign_close",
    "campaign_join",
    "channel_make",
    "channel_set",
    "option_choose",
    "picture_described",
    "picture_keep",
    "publishing_tick",
    "read_to_end",
    "sample_move_back",
    "work_offer",
    "work_publish",
    "work_return",
    "work_save",
    "work_start",
    "work_take_back",
    "work_withdraw",
]
