"""The addresses of the workbench, under ``/work/``."""

from django.urls import path

from tongban.faces.workbench import (
    act_page,
    case_list,
    case_page,
    files,
    intake,
    intake_paper,
    ledger,
    sign_in,
    sign_in_provider,
    sign_in_steps,
    telling,
)
from tongban.faces.workbench.accounts import desk as accounts_desk
from tongban.faces.workbench.accounts import log as sign_in_log
from tongban.faces.workbench.accounts import me as own_account
from tongban.faces.workbench.accounts import one as account
from tongban.faces.workbench.catalogue import deciding, desk, editing, exchanging
from tongban.faces.workbench.catalogue import preview as catalogue_preview

app_name = "work"

urlpatterns = [
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
    path("accounts/", accounts_desk.desk, name="accounts"),
    path("accounts/new/", accounts_desk.make, name="account_make"),
    path("accounts/sign-ins/", sign_in_log.log, name="sign_in_log"),
    path("accounts/<int:account_id>/", account.one, name="account"),
    path("accounts/<int:account_id>/slip/", account.slip, name="account_slip"),
    path("accounts/<int:account_id>/recover/", account.recover, name="account_recover"),
    path("accounts/<int:account_id>/identity/", account.link, name="account_link"),
    path("accounts/<int:account_id>/<slug:act>/", account.act, name="account_act"),
    path("cases/<str:number>/", case_page.case_page, name="case"),
    path("cases/<str:number>/unmask/", case_page.unmask, name="unmask"),
    path("cases/<str:number>/masked/", case_page.masked, name="masked"),
    path("cases/<str:number>/acts/<slug:act>/", act_page.act_page, name="act"),
    path("cases/<str:number>/preview/<slug:act>/", act_page.preview, name="preview"),
    path("cases/<str:number>/papers/", files.papers, name="papers"),
    path("cases/<str:number>/papers/<uuid:paper_id>/", files.paper, name="paper"),
    path("cases/<str:number>/materials/<str:code>/", files.material, name="material"),
    path("cases/<str:number>/materials/<str:code>/pages/<int:page>/", files.page_image, name="page_image"),
    path("cases/<str:number>/received/", intake.received, name="received"),
    path("intake/", intake.choose, name="choose_item"),
    path("intake/<str:token>/", intake.intake, name="intake"),
    path("intake/<str:token>/forms/<str:material>.pdf", intake_paper.form, name="intake_form"),
    path("intake/<str:token>/part/", intake.save_part, name="save_part"),
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
    path("ledger/", ledger.ledger, name="ledger"),
    path("telling/", telling.choose, name="telling"),
    path("telling/items/<str:code>/", telling.tell, name="tell"),
    path("telling/<uuid:notice_id>/", telling.told, name="told"),
    path("telling/<uuid:notice_id>/paper/", telling.told_paper, name="told_paper"),
]
