"""The words that announce an event, and those that say that it did not take place."""

import re

from extractor.records import EventKind

TRAINING = re.compile(
    r"(?:培训(?:班|会议?|讲座|活动|课程?|工作会议?|大会)?|专题讲座|业务讲座|知识讲座|讲座|"
    r"轮训班?|研修班|研讨班|学习班|(?:专题)?授课|专题辅导|跟班学习|跟班锻炼|以会代训)"
    r"(?!力度|制度|机制|情况|需求|机构|学校|补贴|基地|计划|方案|内容|任务|材料|资料|教材|"
    r"体系|平台|通知|质量|效果|信息|项目|较少|不足|不够|力量|师资|工作(?:不|还|有待|仍)|"
    r"和?指导力度)"
)
"""What a training is called; what follows must not make it a rule, a plan or a lack of training."""

NOT_FOR_DISCLOSURE = re.compile(
    r"(?:面向|针对|为|向)(?:企业|群众|社会|公众|居民|市民|村民|商户|"
    r"学生)[^,。;]{0,20}(?:培训|讲座|授课)|(?:职业|技能|就业|创业|电商|养殖|种植|农技|"
    r"农民|安全生产|消防|急救|家政|护理|教师|"
    r"岗前|高素质|致富|劳动力|产业|残疾人|健康|防疫|救护)[\u4e00-\u9fff]{0,6}培训"
)
LECTURE_FOR_THE_PUBLIC = re.compile(
    r"(?:面向|向)(?:企业|群众|社会|公众|居民|市民|村民|商户|学生)[^。;]{0,30}讲座"
)
STUDY_VISIT = re.compile(
    r"考察学习|学习考察|外出学习|观摩学习|观摩交流|现场观摩|交流学习|学习交流|调研学习|"
    r"学习调研|参观学习|实地考察|取经"
)
MOBILISATION = re.compile(r"动员(?:部署)?(?:大)?会议?|动员部署会?|启动(?:仪式|大会|会)")
MEETING = re.compile(
    r"(?:政务公开[\u4e00-\u9fff]{0,8}|电视电话|视频调度|推进|座谈|工作|部署|联席|调度|"
    r"专题|总结|现场|协调|领导小组|视频|研讨|交流|党组|"
    r"办公|例|业务|研判|点评|协商|联络员|党委)(?:会议?)(?!议|制度|纪要|室|公开|议定|记录|"
    r"机制|召开情况)"
)
NOT_A_MEETING = re.compile(
    r"新闻发布|常务会|全体会|听证|人代会|政协会|代表大会|董事会|制度|机制|会议公开|公开会议|列席"
)
ABOUT_DISCLOSURE = re.compile(
    r"政务公开|信息公开|依申请公开|公开工作|公开办|标准化规范化|政府网站|政务新媒体"
)

TOOK_PLACE = re.compile(
    r"开展|举办|组织|召开|举行|参加|参训|进行|邀请|接受|选派|派员|派出|安排|完成|集中|赴|"
    r"前往|培训(?=[^,。;]{0,6}\d(?![\d.,]*[余多]?[万亿]?元))|听取|实施|授课|采取|采用|通过[^,。;]{0,20}(?=培训|讲座)|"
    r"讲授|开办|举行|研究|办[过了]|搞|先后|培训了|讲解"
)
ATTENDED = re.compile(r"参加|选派|派员|派出|接受")
NOT_YET = re.compile(
    r"将(?!政|信|依|培训纳|其|基层|公开|新修|《)|拟(?!定|制)|计划(?:举办|开展|组织|召开)|"
    r"下一步|今后|明年|力争|打算|应当|有待|需要?(?:加强|进一步|组织)|争取|未(?:能|组织|"
    r"开展|举办)|没有|缺乏|较少|不够|不足|要求各|适时|因[^,]{0,12}(?:推迟|取消)"
)
PEOPLE_HERE = re.compile(
    r"参加|参训|参会|与会|出席|到场|到会|听课|受训|培训(?:人员|对象|各|全|干部|"
    r"工作人员)?[^,。;]{0,12}\d|(?:覆盖|惠及)[^,。;]{0,20}\d[余多万]*(?:人|名)"
)
ONLY_PEOPLE = re.compile(r"(?:累计|总计|共计?|总共)?(?:培训|参训|参会)[^,。;]{0,10}\d[余多]*(?:人|名)")
"""A clause that begins so says how many came to the event before it."""
SUM = re.compile(r"(?:累计|总计|合计|共计|总共)")
"""What a clause that begins so says belongs to all events before it, and to none of them alone."""
SESSIONS = re.compile(r"(?:\d+|[一二两三四五六七八九十])[余多]?(?:场次?|次|期|轮)(?!人)")
"""How often: a clause with its own number of sessions tells of its own events."""
KINDS = (
    (STUDY_VISIT, EventKind.STUDY_VISIT),
    (MOBILISATION, EventKind.MOBILISATION),
    (MEETING, EventKind.MEETING),
)
