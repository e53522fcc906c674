"""The words that announce an event, and those that say that it did not take place, as patterns."""

import re

from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern
from extractor.records import EventKind

TRAINING = pattern("events.training")
_PEOPLE = one_of("events.other_people")
NOT_FOR_DISCLOSURE = re.compile(
    rf"(?:面向|针对|为|向|对|组织[^,。;]{{0,4}}|邀请[^,。;]{{0,6}})"
    rf"{_PEOPLE}[^,。;]{{0,20}}(?:培训|讲座|授课|辅导|教学|课堂)"
    rf"|(?:培训|辅导|轮训)(?:了|各类|辖区)?{_PEOPLE}|{_PEOPLE}(?:培训|学堂|学校|课堂|夜校|讲座)"
    rf"|{one_of('events.other_trades')}(?:(?!公开)[{HAN}]){{0,6}}(?:培训|讲座)"
)
FOR_THE_PUBLIC = re.compile(
    rf"(?:参加|参训|受众|听众|覆盖|惠及|吸引|听讲)(?:了|的|为|各类)?{_PEOPLE}[^,。;]{{0,6}}\d"
)
"""Who came to it: 参加纳税人780人."""
LECTURE_FOR_THE_PUBLIC = re.compile(rf"(?:面向|向){_PEOPLE}[^。;]{{0,30}}讲座")
NAMED_TRAINING = re.compile(
    rf"[{HAN}”》](?:培训|讲座|轮训|授课|学堂|课堂|辅导)(?!了?[^,。;]{{0,4}}\d[\d余多万]*[人名])"
)
"""A training that is named, not only counted (培训8600人)."""
STAFF_AT_HAND = pattern("events.staff_at_hand")
TAUGHT = pattern("events.taught")
"""People were taught or studied: no verb of holding is needed beside it."""
STUDIED_AT_A_MEETING = pattern("events.taught_at_a_meeting")
GOES_ON = pattern("events.goes_on")
OTHER_MATTERS = pattern("events.other_matters")
STUDY_VISIT = pattern("events.study_visit")
MOBILISATION = pattern("events.mobilisation")
MEETING = pattern("events.meeting")
NOT_A_MEETING = pattern("events.not_a_meeting")
ABOUT_DISCLOSURE = pattern("events.about_disclosure")

TOOK_PLACE = pattern("events.took_place")
TIMES_OF_TRAINING = pattern("events.times_of_training")
BEGINS_ANOTHER = pattern("events.begins_another")
ATTENDED = pattern("events.attended")
NOT_YET = pattern("events.not_yet")
PEOPLE_HERE = pattern("events.people_here")
ONLY_PEOPLE = pattern("events.only_people")
SUM = pattern("events.sum")
FROM_NOW_ON = re.compile(r"(?:从|自)(?:现在|即日|今年?)?(?:\d{1,2}月份?)?起,")
"""What begins so is under way, unless the sentence says that it was done."""
SESSIONS = re.compile(r"(?:\d+|[一二两三四五六七八九十])[余多]?(?:场次?|次|期|轮)(?!人)")
"""How often: a clause with its own number of sessions tells of its own events."""
KINDS = (
    (STUDY_VISIT, EventKind.STUDY_VISIT),
    (MOBILISATION, EventKind.MOBILISATION),
    (MEETING, EventKind.MEETING),
)
