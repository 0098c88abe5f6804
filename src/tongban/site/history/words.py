"""What people of the history write: reasons, opinions and findings, all invented; several of each, drawn by the seed."""

from dataclasses import dataclass
from random import Random

from tongban.kernel import time

OPINIONS = (
    "经审核，符合条件，材料属实。",
    "材料齐全，和户口簿、身份证核对一致，同意上报。",
    "已经核实，情况和申请写的一致，符合规定。",
    "看了原件，问了本人，符合条件，同意。",
)
AGAINST = (
    "家里有两台农用车没有报，收入对不上，不符合条件。",
    "到现场核对，和申请写的不一致，不同意。",
    "系统里查到已经在别处享受同样的待遇，不符合条件。",
)
FAULTS = (
    "复印件不清楚，看不出有效期",
    "少了户主那一页，要补上",
    "身份证已经过期，要换新的以后再交",
    "表上没有签名，也没有写日期",
    "和户口簿上的名字差一个字，要先改过来",
)
REFUSED = (
    ("经核查，申请人家庭收入超过规定的标准，不符合条件。", "《社会救助暂行办法》第九条"),
    ("经现场核查，申请的事实和实际情况不一致，不符合规定的条件。", "《中华人民共和国行政许可法》第三十八条"),
    ("申请人已经享受同类待遇，按规定不能重复享受。", "《社会救助暂行办法》第四条"),
)
DECLINED = (
    "申请人的户口不在本乡，应当向户口所在地提出申请。",
    "《中华人民共和国行政许可法》第三十二条",
)
WITHDRAWN = (
    "家里商量好了，今年先不办。",
    "已经在别的地方办好了，这里不用再办。",
    "材料一时拿不出来，等办齐了再来申请。",
)
EXTENDED = (
    "邻居对东边的界线有不同意见，要再到现场量一次。",
    "县里核对家庭经济状况的结果还没有回来，要等核对报告。",
    "申请人外出务工，入户调查约在下个星期，要延长办理时间。",
)
OBJECTIONS = (
    "他家儿子上个月在银川买了一辆新货车，没有报上去。",
    "他家在镇上还有一套楼房租给别人，申请的时候没有说。",
    "这户人家去年种了四十亩枸杞，收入不低，不应该评上。",
)
FINDINGS = (
    "到车管所查过，货车是儿子分户以后自己买的，不算这一户的财产；已经当面答复本人，他没有别的意见。",
    "到不动产登记中心查过，镇上的房子不在这一户名下；村里也问了邻居，情况属实。",
)
OF_THE_LAND = (
    "到地里量过：四至和图上画的一致，不占基本农田，和邻居没有争议，村民小组长在场。",
    "到现场看过：是原来的宅基地，离渠道十二米，不影响排水，四邻都同意。",
    "和村干部一起到现场核对：面积和申请的一样，地上没有别的建筑，情况属实。",
)
KEPT = "到派出所核对了户籍底册，承诺的亲属关系属实。"
BROKEN = "派出所户籍底册上，申请人和逝者没有亲属关系，他本人也承认是邻居。"
NOT_MET = "上门两次，院门锁着，邻居说出去打工了。"


@dataclass
class Words:
    """Words by chance."""

    draw: Random

    def opinion(self, agrees: bool) -> str:
        return self.draw.choice(OPINIONS if agrees else AGAINST)

    def fault(self, material: str) -> str:
        return self.draw.choice(FAULTS)

    def refused(self) -> tuple[str, str]:
        return self.draw.choice(REFUSED)

    def withdrawn(self) -> str:
        return self.draw.choice(WITHDRAWN)

    def extended(self) -> str:
        return self.draw.choice(EXTENDED)

    def objection(self) -> str:
        return self.draw.choice(OBJECTIONS)

    def finding(self) -> str:
        return self.draw.choice(FINDINGS)

    def of_the_land(self) -> str:
        return self.draw.choice(OF_THE_LAND)

    def promise(self, kept: bool) -> str:
        return KEPT if kept else BROKEN

    def not_met(self) -> str:
        return NOT_MET

    def letter(self) -> str:
        """The number of a letter."""
        figures = "".join(self.draw.sample("123456789", 9))
        return f"XA{figures}44"

    def external_number(self, serial: int) -> str:
        """A number of another system."""
        return f"WB{time.today():%Y%m%d}{serial % 100000:05d}"
