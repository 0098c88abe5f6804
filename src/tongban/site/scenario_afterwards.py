"""The scenario builder after the decision: decided, delivered, announced, corrected, ended, made anew, filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tongban.cases.announcing import FailedTry
from tongban.cases.commands import (
    announce,
    confirm_address,
    correct_clerical_error,
    decide,
    decline,
    deliver,
    hear_applicant,
    redo,
    reopen,
    revoke,
    serve_paper,
)
from tongban.cases.requests import Done
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.time import today
from tongban.site.scenario_of_item import ItemScenario

REFUSED_WHY = "申请人在本村二组已经有一处宅基地，不符合一户一宅。"
FOUND = "核查发现申请人名下还有一处宅基地，承诺不实。"
REFUSED_BY = "《中华人民共和国土地管理法》第六十二条"


@dataclass
class Afterwards(ItemScenario):
    """One matter of an item that a township decides, taken past its decision."""

    def _act(self, command: Any, actor: Actor, **inputs: Any) -> Done:
        """A command on the version that the page carries now."""
        done: Done = command(
            actor, self.number, expected_version=self.version, idempotency_key=uuid4().hex, **inputs
        )
        return done

    def decided(self, *, granted: bool = True) -> Done:
        """Every opinion that is still open, and the decision."""
        self.reviewed()
        told = {"reason": "", "basis": ""} if granted else {"reason": REFUSED_WHY, "basis": REFUSED_BY}
        return self._act(decide, self.head, granted=granted, **told)

    def refused_because(self, reason: str) -> Done:
        """Refused with these words."""
        return self._act(decide, self.head, granted=False, reason=reason, basis=REFUSED_BY)

    def delivered(self, *, granted: bool = True, **delivery: Any) -> Done:
        """Handed over to the applicant, or as the delivery says."""
        self.decided(granted=granted)
        return self.handed_over(**delivery)

    def handed_over(self, **delivery: Any) -> Done:
        """The delivery alone."""
        usual = {
            "mode": "handed_over",
            "receiver_name": self.applicant.name,
            "relation": "self",
            "identification": "居民身份证",
        }
        return self._act(deliver, self.clerk, **{**usual, **delivery})

    def address_confirmed(self, actor: Actor | None = None, **told: Any) -> Done:
        """The address of this matter; by the clerk where nobody else is named."""
        usual = {"address": "胜利乡许旺村三组21号", "way": "electronic", "electronic": True}
        return self._act(confirm_address, actor or self.clerk, **{**usual, **told})

    def announced(self, failed: Sequence[FailedTry] | None = None) -> Done:
        """Announced after two ways that failed, yesterday and today."""
        tries = failed or (
            FailedTry("handed_over", today() - timedelta(days=1), "上门两次，院门锁着，邻居说出去打工了。"),
            FailedTry("posted", today(), "邮件因为无人签收被退了回来。"),
        )
        return self._act(announce, self.clerk, failed=tries, where="乡便民服务中心公告栏和许旺村村务公开栏")

    def corrected(self, stood: str, reads: str, *, actor: Actor | None = None) -> Done:
        """A slip of the pen put right by the head."""
        reason = "录入的时候把字写错了，申请表上写的是对的。"
        return self._act(correct_clerical_error, actor or self.head, stood=stood, reads=reads, reason=reason)

    def revoked(self, standing: str = "revoked", *, actor: Actor | None = None, **told: Any) -> Done:
        """Ended by the head."""
        usual = {
            "reason": FOUND,
            "basis": "《中华人民共和国行政许可法》第六十九条第二款",
            "compensation": "按评估价补偿已经打好的地基。" if standing == "recalled" else "",
        }
        if standing == "cancelled":
            usual |= {
                "reason": "派出所的死亡登记写着申请人本月三日去世。",
                "basis": "《中华人民共和国行政许可法》第七十条",
                "cancel_ground": "holder_died",
                "evidence": "派出所死亡证明〔2026〕18号",
            }
        return self._act(revoke, actor or self.head, standing=standing, **{**usual, **told})

    def heard(self, *, actor: Actor | None = None, **told: Any) -> Done:
        """Heard before the decision ends, by a reviewer; what the applicant says is not upheld."""
        usual = {
            "about": "ending",
            "ending": "revoked",
            "facts": FOUND,
            "told_on": today(),
            "heard_on": today(),
            "outcome": "not_upheld",
            "statement": "那处老宅是我哥哥的，不是我的。",
            "reason": "不动产登记簿上那处老宅登记在申请人名下。",
            "proof": "书面告知书当面交给申请人，他在送达回证上签了字。",
        }
        return self._act(hear_applicant, actor or self.hearer, **{**usual, **told})

    @property
    def hearer(self) -> Staff:
        """Who hears the applicant: the township's reviewer; who heard does not take the decision away."""
        places = [step.position for step in self.item.steps]
        posts = Assignment.objects.filter(position__code__in=places, role="reviewer")
        post = posts.earliest("id")
        account = Account.objects.get(staff_id=post.staff_id)
        return next(one for one in assignments_of(account.id) if one.assignment_id == post.id)

    def declined(self) -> Done:
        """Not accepted, and told so."""
        self._act(
            decline,
            self.clerk,
            reason="申请人的户口不在本村，应当向户口所在地提出申请。",
            basis=REFUSED_BY,
            right_body="永宁县望洪镇人民政府",
        )
        return self.handed_over()

    def reopened(self, received_on: date | None = None, *, actor: Actor | None = None, **told: Any) -> Done:
        """The refusal to accept was quashed by order of the county."""
        usual = {
            "ground": "reconsideration",
            "ordered_by": "永宁县人民政府",
            "order_number": "永政复决〔2026〕9号",
            "order_of": received_on or today(),
            "reason": "申请人的户口去年已经迁回本村，原决定没有核对。",
        }
        return self._act(reopen, actor or self.head, received_on=received_on or today(), **{**usual, **told})

    def paper_served(self, paper: str, *, actor: Actor | None = None, **told: Any) -> Done:
        """A paper that followed the decision, handed over to the applicant."""
        usual = {
            "mode": "handed_over",
            "receiver_name": self.applicant.name,
            "relation": "self",
            "identification": "居民身份证",
        }
        return self._act(serve_paper, actor or self.clerk, paper=paper, **{**usual, **told})

    def redone(self, received_on: date | None = None, *, actor: Actor | None = None, **told: Any) -> Done:
        """To be decided anew by order of the county."""
        usual = {
            "ground": "reconsideration",
            "ordered_by": "永宁县人民政府",
            "order_number": "永政复决〔2026〕7号",
            "order_of": received_on or today(),
            "reason": "原决定没有核对户口已经分开的事实，证据不足。",
        }
        return self._act(redo, actor or self.head, received_on=received_on or today(), **{**usual, **told})
