"""Words of the county's places, of what was changed in them, and of setting a county up."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tongban.faces.common import service_words

DIVISION_LEVEL: Mapping[str, object] = {
    "province": _("省级"),
    "prefecture": _("市级"),
    "county": _("县级"),
    "township": _("乡级"),
    "village": _("村级"),
}
PLACE_EVENT: Mapping[str, object] = {
    "division_added": _("新增区划"),
    "division_renamed": _("区划改名"),
    "division_closed": _("撤销区划"),
    "body_registered": _("新增机关"),
    "body_changed": _("修改机关"),
    "site_opened": _("新增网点"),
    "site_changed": _("修改网点"),
    "site_closed": _("网点关闭"),
    "site_opened_again": _("重新开放网点"),
    "position_added": _("新增岗位"),
    "position_renamed": _("岗位改名"),
    "position_closed": _("关闭岗位"),
    "position_opened_again": _("重新开放岗位"),
    "windows_set": _("改窗口"),
    "hours_set": _("改工作时间"),
    "identity_set": _("改名称和标识"),
    "lamps_set": _("改亮灯和预警的日子"),
    "identity_used_again": _("恢复以前的名称和标识"),
    "import_loaded": _("从文件装入"),
    **service_words.EVENT,
}
SET_UP_STEP: Mapping[str, object] = {
    "divisions": _("行政区划"),
    "places": _("机关和网点"),
    "inside": _("岗位、窗口和工作时间"),
    "staff": _("人员和任职"),
}
SET_UP_HINT: Mapping[str, object] = {
    "divisions": _("本县和上级的区划，一直到村。"),
    "places": _("出具文书的机关；群众去的中心、村里的代办点、县级部门。"),
    "inside": _("每个网点有哪些岗位，几号窗口坐哪个岗位，什么时候开门。"),
    "staff": _("谁在哪个岗位、什么角色、A 岗还是 B 岗；账号由安全管理员另开。"),
}
SET_UP_GAP: Mapping[str, object] = {
    "no_divisions": _("还没有行政区划"),
    "no_sites": _("还没有网点"),
    "township_without_centre": _("乡镇没有便民服务中心"),
    "site_in_no_division": _("网点所在的区划没有装入"),
    "body_in_no_division": _("机关所在的区划没有装入"),
    "site_without_hours": _("网点没有工作时间"),
    "site_without_positions": _("网点没有岗位"),
    "position_without_holder": _("岗位今天没有人"),
    "centre_without_approver": _("中心今天没有审批人"),
    "centre_without_clerk": _("中心今天没有窗口人员"),
    "point_without_assister": _("村代办点今天没有代办员"),
    "serving_without_account": _("任职的人没有账号"),
}
IMPORT_LINE: Mapping[str, object] = {
    "new": _("新增"),
    "changed": _("改动"),
    "same": _("不变"),
}
SITE_KIND: Mapping[str, object] = {
    "centre": _("便民服务中心"),
    "village_point": _("村代办点"),
    "county_office": _("县级部门"),
}
