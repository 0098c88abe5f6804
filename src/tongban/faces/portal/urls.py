"""The addresses of the portal, at the root."""

from django.urls import path

from tongban.faces.portal import (
    apply,
    check,
    confirmation,
    demo_phone,
    guide,
    home,
    my_cases,
    places,
    proof,
    sign_in,
    track,
    verify,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("items/", home.items, name="items"),
    path("items/<str:code>/", guide.guide, name="guide"),
    path("places/", places.places, name="places"),
    path("apply/<str:code>/", apply.start, name="start"),
    path("apply/<str:code>/check/", check.check, name="check"),
    path("apply/<str:code>/discard/", apply.discard, name="discard"),
    path("apply/<str:code>/<str:page_code>/", apply.page, name="page"),
    path("apply/<str:code>/<str:page_code>/file/", apply.file, name="draft_file"),
    path("applied/<str:number>/", confirmation.confirmation, name="confirmation"),
    path("sign-in/", sign_in.phone, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("my/", my_cases.my_cases, name="my_cases"),
    path("my/drafts/<str:code>/", my_cases.resume, name="resume"),
    path("track/", track.find, name="track"),
    path("track/<str:number>/", track.case, name="case"),
    path("track/<str:number>/withdraw/", track.withdraw, name="withdraw"),
    path("track/<str:number>/papers/", track.papers, name="papers"),
    path("track/<str:number>/papers/<uuid:paper_id>.pdf", track.paper, name="paper"),
    path("verify/", verify.find, name="verify"),
    path("v/<str:code>/", verify.result, name="verified"),
    path("proof/<str:number>/", proof.proof, name="proof"),
    path("demo/phone/", demo_phone.demo_phone, name="demo_phone"),
]
