"""The addresses of the workbench, under ``/work/``."""

from django.urls import path

from tongban.faces.workbench import (
    act_page,
    case_list,
    case_page,
    days,
    files,
    intake,
    intake_paper,
    ledger,
    security,
    seen_card,
    sign_in,
    sign_in_provider,
    sign_in_steps,
    telling,
)
from tongban.faces.workbench.accounts import desk as accounts_desk
from tongban.faces.workbench.accounts import log as sign_in_log
from tongban.faces.workbench.accounts import me as own_account
from tongban.faces.workbench.accounts import one as account
from tongban.faces.workbench.administration import identity as identity_page
from tongban.faces.workbench.administration import places, places_sites, wizard
from tongban.faces.workbench.administration.people import powers, proposals, registers, staff
from tongban.faces.workbench.audit import day as audit_day
from tongban.faces.workbench.audit import events as audit_events
from tongban.faces.workbench.audit import exporting as audit_exporting
from tongban.faces.workbench.audit import log as audit_log
from tongban.faces.workbench.audit import unusual as audit_unusual
from tongban.faces.workbench.calendars import desk as calendars_desk
from tongban.faces.workbench.calendars import new_dates as calendars_told
from tongban.faces.workbench.calendars import publish as calendars_publish
from tongban.faces.workbench.catalogue import deciding, desk, editing, exchanging
from tongban.faces.workbench.catalogue import preview as catalogue_preview
from tongban.faces.workbench.privacy import counter as privacy_counter
from tongban.faces.workbench.privacy import desk as privacy_desk
from tongban.faces.workbench.privacy import holding as privacy_holding
from tongban.faces.workbench.privacy import mandates, retention

app_name = "work"

urlpatterns = [
    # what is asked for most comes first: addresses are tried in order
    path("cases/<str:number>/acts/<slug:act>/", act_page.act_page, name="act"),
    path("intake/", intake.choose, name="choose_item"),
    path("intake/<str:token>/", intake.intake, name="intake"),
    path("intake/<str:token>/part/", intake.save_part, name="save_part"),
    path("", case_list.case_list, name="list"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-in/code/", sign_in_steps.code, name="sign_in_code"),
    path("sign-in/password/", sign_in_steps.password, name="sign_in_password"),
    path("sign-in/second-factor/", sign_in_steps.enrol, name="sign_in_enrol"),
    path("sign-in/provider/", sign_in_provider.leave, name="sign_in_provider"),
    path("sign-in/provider/return/", sign_in_provider.come_back, name="sign_in_return"),
    path("first/", sign_in_steps.first, name="first"),
    path("assignment/", sign_in.choose_assignment, name="assignment"),
    path("me/", own_account.me, name="me"),
    path("me/password/", own_account.password, name="my_password"),
    path("me/second-factor/", own_account.factor, name="my_factor"),
    path("me/second-factor/remove/", own_account.drop_factor, name="my_factor_drop"),
    path("me/identity/", own_account.link, name="my_identity"),
    path("security/", security.security, name="security"),
    path("accounts/", accounts_desk.desk, name="accounts"),
    path("accounts/new/", accounts_desk.make, name="account_make"),
    path("accounts/sign-ins/", sign_in_log.log, name="sign_in_log"),
    path("accounts/<int:account_id>/", account.one, name="account"),
    path("accounts/<int:account_id>/slip/", account.slip, name="account_slip"),
    path("accounts/<int:account_id>/recover/", account.recover, name="account_recover"),
    path("accounts/<int:account_id>/<slug:act>/", account.act, name="account_act"),
    path("cases/<str:number>/", case_page.case_page, name="case"),
    path("cases/<str:number>/days/", days.days, name="days"),
    path("cases/<str:number>/days.json", days.days_json, name="days_json"),
    path("cases/<str:number>/days.pdf", days.sheet, name="days_sheet"),
    path("cases/<str:number>/unmask/", case_page.unmask, name="unmask"),
    path("cases/<str:number>/masked/", case_page.masked, name="masked"),
    path("cases/<str:number>/preview/<slug:act>/", act_page.preview, name="preview"),
    path("cases/<str:number>/papers/", files.papers, name="papers"),
    path("cases/<str:number>/papers/<uuid:paper_id>/", files.paper, name="paper"),
    path("cases/<str:number>/materials/<str:code>/", files.material, name="material"),
    path("cases/<str:number>/materials/<str:code>/pages/<int:page>/", files.page_image, name="page_image"),
    path("cases/<str:number>/received/", intake.received, name="received"),
    path("intake/<str:token>/forms/<str:material>.pdf", intake_paper.form, name="intake_form"),
    path("intake/<str:token>/discard/", intake.discard, name="discard"),
    path("catalogue/", desk.desk, name="catalogue"),
    path("catalogue/start/", desk.start, name="catalogue_start"),
    path("catalogue/items/<str:code>/", desk.item, name="catalogue_item"),
    path("catalogue/import/", exchanging.take_in, name="catalogue_import"),
    path("catalogue/import/<uuid:job_id>/", exchanging.job, name="catalogue_import_job"),
    path("catalogue/import/<uuid:job_id>/stop/", exchanging.stop, name="catalogue_import_stop"),
    path("catalogue/export/", exchanging.give_out, name="catalogue_export"),
    path("catalogue/drafts/<uuid:draft_id>/", editing.draft, name="catalogue_draft"),
    path("catalogue/drafts/<uuid:draft_id>/changes/", editing.changes, name="catalogue_changes"),
    path("catalogue/drafts/<uuid:draft_id>/parts/<slug:part>/", editing.part, name="catalogue_section"),
    path("catalogue/drafts/<uuid:draft_id>/preview/", catalogue_preview.guide, name="catalogue_preview"),
    path(
        "catalogue/drafts/<uuid:draft_id>/preview/form/",
        catalogue_preview.questions,
        name="catalogue_preview_form",
    ),
    path("catalogue/drafts/<uuid:draft_id>/hand-in/", deciding.hand_in, name="catalogue_hand_in"),
    path("catalogue/drafts/<uuid:draft_id>/look/", deciding.look, name="catalogue_look"),
    path("catalogue/drafts/<uuid:draft_id>/discard/", editing.discard, name="catalogue_discard"),
    path("card/", seen_card.seen_card, name="seen_card"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("people/", staff.register, name="people"),
    path("people/new/", staff.enter, name="person_new"),
    path("people/positions/", staff.positions, name="positions"),
    path("people/<int:staff_id>/", staff.person, name="person"),
    path("away/", registers.away, name="away"),
    path("seals/", registers.seals, name="seals"),
    path("delegations/", registers.delegations, name="delegations"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("who-can/", powers.who_can, name="who_can"),
    path("could-see/", powers.could_see, name="could_see"),
    path("ledger/export/", ledger.export, name="ledger_export"),
    path("audit/", audit_log.log, name="audit"),
    path("audit/looks/<int:row_id>/", audit_log.look, name="audit_look"),
    path("audit/export/", audit_exporting.looks, name="audit_export"),
    path("audit/sums/", audit_log.sums, name="audit_sums"),
    path("audit/events/", audit_events.events, name="audit_events"),
    path("audit/day/", audit_day.day, name="audit_day"),
    path("audit/day/export/", audit_exporting.day, name="audit_day_export"),
    path("audit/unusual/", audit_unusual.unusual, name="audit_unusual"),
    path("places/", places_sites.sites, name="places"),
    path("places/sites/new/", places_sites.new_site, name="new_site"),
    path("places/sites/<str:site_code>/", places_sites.site, name="site"),
    path("places/bodies/", places.bodies, name="bodies"),
    path("places/bodies/new/", places.new_body, name="new_body"),
    path("places/bodies/<str:body_code>/", places.body, name="body"),
    path("places/divisions/", places.divisions, name="divisions"),
    path("places/divisions/<str:division_code>/", places.division, name="division"),
    path("identity/", identity_page.identity, name="identity"),
    path("identity/contrast/", identity_page.contrast, name="identity_contrast"),
    path("identity/preview.css", identity_page.preview_style, name="identity_preview"),
    path("set-up/", wizard.set_up, name="set_up"),
    path("set-up/<slug:step>/", wizard.step, name="set_up_step"),
    path("set-up/<slug:step>/template.xlsx", wizard.template, name="set_up_template"),
    path("privacy/", privacy_desk.requests, name="privacy"),
    path("privacy/new/", privacy_counter.new, name="privacy_new"),
    path("privacy/identity/", privacy_counter.identity, name="privacy_identity"),
    path("privacy/holds/", privacy_holding.holds, name="privacy_holds"),
    path("privacy/holds/<int:hold_id>/lift/", privacy_holding.lift, name="privacy_lift"),
    path("privacy/retention/", retention.retention, name="retention"),
    path("privacy/retention/<uuid:proposal_id>/", retention.one, name="destruction"),
    path("privacy/retention/<uuid:proposal_id>/export/", retention.export, name="destruction_export"),
    path("privacy/mandates/", mandates.register, name="mandates"),
    path("privacy/mandates/new/", mandates.new, name="mandate_new"),
    path("privacy/mandates/<uuid:mandate_id>/", mandates.one, name="mandate"),
    path("privacy/mandates/<uuid:mandate_id>/end/", mandates.end, name="mandate_end"),
    path("privacy/mandates/<uuid:mandate_id>/renew/", mandates.renew, name="mandate_renew"),
    path("cases/<str:number>/mandate/", mandates.of_case, name="case_mandate"),
    path("privacy/requests/<str:request_number>/", privacy_desk.one, name="privacy_request"),
    path("privacy/requests/<str:request_number>/receipt/", privacy_counter.receipt, name="privacy_receipt"),
    path("privacy/requests/<str:request_number>/copy/", privacy_counter.copy, name="privacy_copy"),
    path("privacy/requests/<str:request_number>/<slug:act>/", privacy_desk.act, name="privacy_act"),
    path("calendars/", calendars_desk.desk, name="calendars"),
    path("calendars/counting/", calendars_desk.counting, name="calendar_counting"),
    path("calendars/publish/", calendars_publish.publish, name="calendar_publish"),
    path("calendars/notices/<int:notice_number>/", calendars_desk.notice, name="calendar_notice"),
    path("calendars/<slug:calendar>/<int:year>/", calendars_desk.year, name="calendar_year"),
    path("new-dates/", calendars_told.new_dates, name="new_dates"),
    path("new-dates/<str:number>/", calendars_told.new_date, name="new_date"),
    path("telling/", telling.choose, name="telling"),
    path("telling/items/<str:code>/", telling.tell, name="tell"),
    path("telling/<uuid:notice_id>/", telling.told, name="told"),
    path("telling/<uuid:notice_id>/paper/", telling.told_paper, name="told_paper"),
]
