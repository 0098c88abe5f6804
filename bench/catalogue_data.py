"""A catalogue as large as a province's, made for one run: ten thousand items, each with an edition at five levels.

The rows are what publishing writes: editions, listings and search keys, made by the program's own functions from
the shipped items under other names. They are written in bulk, since publishing them one by one would take hours.
"""

import copy
import json
from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from tongban.catalogue.editions import content_digest
from tongban.catalogue.models import Item, ItemVersion
from tongban.catalogue.search.listing import SCHEME, card_of
from tongban.catalogue.search.phrases import phrases_of, weighted_keys

VILLAGE = "640121200201"
LEVELS = ("640000", "640100", "640121", "640121200000", VILLAGE)
SINCE = date(2026, 1, 1)
CHUNK = 500
TABLES = ("item", "item_version", "listing", "listed_edition", "search_key")
_THINGS = """
    大棚 温室 水渠 机井 农机 拖拉机 收割机 灌溉 滴灌 苗木 果园 葡萄 枸杞 水稻 玉米 小麦 蔬菜 奶牛 肉牛 滩羊 生猪 家禽 蜂业 渔业 饲料 种子 化肥
    农药 仓储 冷库 合作社 家庭农场 集市 商铺 小作坊 餐饮 食品 药店 幼儿园 小学 托育 图书 体育 文化站 戏曲 庙会 道路 桥梁 路灯 公交 出租 货运 快递
    光伏 沼气 天然气 供水 排水 污水 垃圾 厕所 危房 围墙 院落 公墓 殡仪 林木 草场 湿地 河道 砂石 采石 砖瓦 广告 招牌 摊位 旅馆 民宿 网吧 印章 锁业
    烟花 液化气 消防 电梯 特种设备 计量 商标 专利 统计 档案 地名 门牌 户籍 居住 出入境 护照 签证 驾驶 车辆 船舶 渔船 无人机 测绘 气象 地震 防汛 抗旱
"""
_DEEDS = """
    登记 备案 审批 变更 注销 补发 换证 年检 延期 补贴 奖励 补助 救助 减免 缓缴 退费 转移 认定 评定 鉴定 检验 检测 查询 证明 公告 公示 征询 复核 复查 申诉
    调解 仲裁 培训 考试 报名 预约 租赁 转让 承包 流转 征收 补偿 安置 验收 竣工 开工 施工 改建 扩建 拆除 占用 开挖 恢复 移栽 采伐 运输 经营 生产 加工 销售
    进口 出口 投保 理赔 缴费 开户 销户 授权 委托 公证 翻译 寄存 领取 发放 申报 核定 清算 停业 复业 迁移 合并 分立 更名 增项 减项 冻结 解冻 挂失 解除 续期
    备份 托管 质押 抵押 保管 回收 处置 消毒 防疫 接种
"""


def names() -> Iterator[str]:
    """Names of items as nobody has them: a thing and what is done about it."""
    return (f"{thing}{deed}" for deed, thing in product(_DEEDS.split(), _THINGS.split()))


def build(items: int) -> None:
    """Write the items with their editions, listings and keys.

    Args:
        items: how many; at most as many as there are names.
    """
    shipped = list(
        ItemVersion.objects.filter(division_code=LEVELS[0], published=True)
        .order_by("item__code")
        .values_list("definition", flat=True)
    )
    serial = iter(enumerate(islice(names(), items)))
    while chunk := list(islice(serial, CHUNK)):
        _write([_content(shipped[number % len(shipped)], number, name) for number, name in chunk])
    with connection.cursor() as cursor:
        for level, division in enumerate(LEVELS[1:], start=1):
            cursor.execute(_LOWER, {"division": division, "top": LEVELS[0], "days": level})
        cursor.execute(_LISTED)


def settle(owner: psycopg.Connection) -> None:
    """What a database has done by itself some minutes after so many rows came: vacuumed, analysed, written down.

    Without it the autovacuum and the checkpoint of the load would run beside the measurement, and lookups that the
    index answers alone would visit the table for rows that no vacuum has seen.

    Args:
        owner: of the tables or above, committing by itself: the program's own role may neither vacuum nor analyse.
    """
    for table in TABLES:
        owner.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(f"catalogue_{table}")))
    owner.execute("CHECKPOINT")


_LOWER = """
    INSERT INTO catalogue_item_version (item_id, division_code, number, effective_from, definition, digest, layers,
      taken, published, reason)
    SELECT v.item_id, %(division)s, 1, v.effective_from,
      jsonb_set(v.definition, '{limits,delivery,days}', to_jsonb(%(days)s::int)),
      sha256((v.digest::text || %(division)s)::bytea), '{}', true, true, 'bench'
    FROM catalogue_item_version v JOIN catalogue_item i ON i.id = v.item_id
    WHERE v.division_code = %(top)s AND i.code LIKE 'GX-%%'"""
_LISTED = """
    INSERT INTO catalogue_listed_edition (version_id, listing_id)
    SELECT v.id, l.id FROM catalogue_item_version v
    JOIN catalogue_listing l ON l.item_id = v.item_id JOIN catalogue_item i ON i.id = v.item_id
    WHERE i.code LIKE 'GX-%'"""


def _content(shipped: dict[str, Any], number: int, name: str) -> dict[str, Any]:
    content = copy.deepcopy(shipped)
    thing, deed = name[:-2], name[-2:]
    content["code"] = f"GX-{number:05d}"
    content["name"] = {"zh": name, "en": f"Matter {number}"}
    content["search"] = {
        "words": [f"{thing}的{deed}", f"办{thing}{deed}", f"{deed}{thing}"],
        "words_en": [f"matter {number}"],
        "asks": [f"{thing}要{deed}怎么办", f"我家的{thing}怎么{deed}", f"{thing}{deed}去哪里"],
        "events": shipped["search"]["events"],
    }
    return content


def _write(contents: list[dict[str, Any]]) -> None:
    rows = Item.objects.bulk_create(Item(code=content["code"]) for content in contents)
    with connection.cursor() as cursor:
        with cursor.copy(
            "COPY catalogue_item_version (item_id, division_code, number, effective_from, definition, digest, layers,"
            " taken, published, reason) FROM STDIN"
        ) as copied:
            for item, content in zip(rows, contents, strict=True):
                copied.write_row(
                    (
                        item.id,
                        LEVELS[0],
                        1,
                        SINCE,
                        json.dumps(content),
                        content_digest(content),
                        "{}",
                        True,
                        True,
                        "bench",
                    )
                )
        cursor.execute("SELECT nextval('catalogue_listing_id_seq') FROM generate_series(1, %s)", [len(rows)])
        listings = [listing for (listing,) in cursor.fetchall()]
        with cursor.copy(
            "COPY catalogue_listing (id, item_id, digest, scheme, position, events, card) FROM STDIN"
        ) as copied:
            for listing, item, content in zip(listings, rows, contents, strict=True):
                events = "{" + ",".join(content["search"]["events"]) + "}"
                card = json.dumps(card_of(content))
                digest = content_digest([listing])
                copied.write_row((listing, item.id, digest, SCHEME, content["position"], events, card))
        with cursor.copy("COPY catalogue_search_key (key, weight, listing_id) FROM STDIN") as copied:
            for listing, content in zip(listings, contents, strict=True):
                for key, weight in weighted_keys(phrases_of(content)).items():
                    copied.write_row((key, weight, listing))
