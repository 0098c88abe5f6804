"""Where service happens: divisions, authorities, sites, positions, windows, hours."""

from django.db import models


class Division(models.Model):
    """One administrative division; codes change, so each row has its days (GB/T 2260, GB/T 10114)."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        PREFECTURE = "prefecture"
        COUNTY = "county"
        TOWNSHIP = "township"
        VILLAGE = "village"

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10, choices=Level)
    parent_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "directory_division"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="division_once")]


class Body(models.Model):
    """An authority (机关): papers are issued in its name, never in a service centre's."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=12)  # 机关简称, heads every paper number
    level = models.CharField(max_length=10, choices=Division.Level)
    division_code = models.CharField(max_length=12)
    credit_code = models.CharField(max_length=18, blank=True)
    case_prefix = models.CharField(max_length=8)  # letters that open its case numbers
    reconsideration_body = models.CharField(max_length=80)  # who hears 行政复议 against it
    court = models.CharField(max_length=80)

    class Meta:
        db_table = "directory_body"


class Site(models.Model):
    """A place that receives people: a township centre, a village point, a county office."""

    class Kind(models.TextChoices):
        CENTRE = "centre"
        VILLAGE_POINT = "village_point"
        COUNTY_OFFICE = "county_office"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=15, choices=Kind)
    division_code = models.CharField(max_length=12)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    handled_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)  # the centre behind a point
    address = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    complaint_phone = models.CharField(max_length=20)
    closed_on = models.DateField(null=True)  # the first day on which it no longer serves

    class Meta:
        db_table = "directory_site"


class OfficeHours(models.Model):
    """When a site is open; office hours never move a legal limit."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="hours")
    weekdays = models.CharField(max_length=7)  # digits 1 (Monday) to 7
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        db_table = "directory_office_hours"
        ordering = ["weekdays", "opens"]


class Position(models.Model):
    """岗位: the four of a centre (计生服务岗, 民政残联岗, 农经服务岗, 社会保障岗), and others behind."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="positions")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=40)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "directory_position"
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="position_once")]


class Window(models.Model):
    """A counter window of a site, and the position that sits at it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    position = models.ForeignKey(Position, on_delete=models.PROTECT)

    class Meta:
        db_table = "directory_window"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="window_once")]
