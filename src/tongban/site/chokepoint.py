"""Which tables are guarded, and the one list of the modules that read them past a chokepoint, each with its reason.

The chokepoints are `CHOKEPOINTS`: what they give carries a mark and may be read anywhere.  Whatever else names a
guarded table is refused when it runs (`kernel/guarded.py`), and when it is written (`tools/chokepoint.py`, a part of
`make test`), unless its module stands below.  A new line needs a reason that says why this tells nobody what is not
theirs; most often none is needed, since `visible_to(actor)` or a query of the room will do.
"""

# model → table: what tells of somebody's matter
GUARDED: dict[str, str] = {
    "Case": "cases_case",
    "CaseMaterial": "cases_material",
    "CaseStep": "cases_step",
    "DateChange": "cases_date_change",
    "CaseBreach": "cases_breach",
    "StepEntry": "cases_step_entry",
    "StepFile": "cases_step_file",
    "CaseSignature": "cases_signature",
    "CaseFee": "cases_fee",
    "StandingReview": "cases_standing_review",
    "KinFiling": "cases_kin_filing",
    "Roster": "cases_roster",
    "RosterRow": "cases_roster_row",
    "OddMatter": "cases_odd_matter",
    "Kin": "directory_kin",
    "Draft": "cases_draft",
    "PrivacyRequest": "cases_privacy_request",
    "LegalHold": "cases_legal_hold",
    "NoticeGiven": "catalogue_notice_given",
    "Paper": "papers_paper",
    "Party": "parties_party",
    "PhoneCode": "parties_phone_code",
    "Mandate": "parties_mandate",
    "Blob": "kernel_blob",
    "Message": "kernel_message",
    "AccessEntry": "kernel_access",
    "LimitWarning": "oversight_warning",
    "FigureLine": "oversight_figure_line",
}

# who may mark what they give: the functions that decide for one reader
CHOKEPOINTS: dict[str, str] = {
    "cases/visibility.py": "visible_to(actor)",
    "cases/privacy/visibility.py": "requests_visible_to(actor)",
    "parties/mandates.py": "mandates_visible_to(actor)",
    "cases/rosters/visibility.py": "rosters_visible_to(actor)",
    "cases/odd/visibility.py": "odd_visible_to(actor)",
    "cases/standing/visibility.py": "reviews_visible_to(actor)",
    "cases/custody/visibility.py": "register_visible_to(actor): rows of the delivery register, another position's masked",
    "directory/kin.py": "kin_visible_to(actor)",
    "oversight/warnings/visibility.py": "warnings_visible_to(actor)",
}

# what is asked whether it still refers to a key, before the key goes
BEHIND_A_KEY = {
    "Case",
    "CaseMaterial",
    "StepFile",
    "CaseSignature",
    "Draft",
    "PrivacyRequest",
    "NoticeGiven",
    "Paper",
    "Party",
    "Blob",
    "Message",
    "Roster",
    "OddMatter",
    "Kin",
}

# module → the models it reads by itself, and why that tells nobody what is not theirs
PAST_THE_CHOKEPOINT: dict[str, tuple[set[str], str]] = {
    "site/demo/bulk/opened.py": (
        {"Case", "CaseMaterial", "CaseStep", "CaseBreach", "StepEntry", "CaseSignature"},
        "the demonstration's patterns, by the ids that their making wrote down; answers nobody",
    ),
    "site/demo/bulk/writing.py": (
        {"Case", "Party", "CaseMaterial", "CaseStep", "CaseBreach", "StepEntry", "CaseSignature"},
        "copies the demonstration's rows in; reads nothing",
    ),
    "site/migration.py": (
        {"*"},
        "makes the tables and their rights at an upgrade; answers nobody",
    ),
    # what every command writes
    "kernel/batch.py": (
        {"*"},
        "writes what a command gives it; of what is there it learns only how many rows it touched",
    ),
    # rows of a case that was let through
    "cases/rows.py": (
        {"CaseStep", "CaseMaterial"},
        "the children of a row that `visible_to` has let through",
    ),
    "cases/promising.py": (
        {"CaseMaterial", "Case", "Party"},
        "whether a promise of this applicant was found false: yes or no, told to who takes the application in",
    ),
    "cases/queries/promise_desk.py": (
        {"Case", "CaseStep", "CaseMaterial", "CaseBreach"},
        "promises and breaches of the rows that `visible_to` has let through",
    ),
    "cases/steps/history.py": (
        {"StepEntry", "StepFile"},
        "what was done in the steps of a case that `load` or an act has let through",
    ),
    "cases/signing.py": (
        {"CaseSignature"},
        "signatures of a case that `load` or an act has let through",
    ),
    "cases/queries/signers_view.py": (
        {"CaseSignature", "Blob"},
        "the sheet of a signature of a case that `load` has let through",
    ),
    "cases/queries/step_files.py": (
        {"StepFile", "StepEntry", "Blob"},
        "a file of a case that `load` has let through",
    ),
    "cases/queries/public_notices.py": (
        {"Case", "CaseStep", "StepEntry"},
        "public: what hangs on the village's board today, masked as the item says; leads to no case",
    ),
    "cases/custody/register.py": (
        {"StepEntry"},
        "who signed for what left, of the rows that `visible_to` has let through",
    ),
    "cases/fees/paid.py": ({"CaseFee"}, "the payments of the case that the act or the page holds open"),
    "cases/fees/ledger.py": (
        {"CaseFee", "Case"},
        "amounts and receipts of a site, no person; the number of a case only where `visible_to` lets it through",
    ),
    "cases/commands/fees.py": (
        {"CaseFee"},
        "whether the number of a receipt was used already: yes or no",
    ),
    "cases/custody/reminding.py": (
        {"Case", "Message"},
        "the system's sweep: reminds the contact phone of what lies unclaimed; tells nobody else",
    ),
    "cases/reminding.py": (
        {"Case", "CaseMaterial", "Message"},
        "the system's sweep: reminds the contact phone of what was promised for later; tells nobody else",
    ),
    "cases/frame.py": ({"Paper"}, "the papers of the act that this actor did with this key before"),
    "cases/commands/delivery.py": ({"Paper"}, "names of the papers of the case that the act holds open"),
    "cases/withdrawn.py": ({"Paper"}, "the notice that was not answered, of a case that is held open"),
    "cases/file_days.py": (
        {"Paper"},
        "the day of the newest paper of cases that the act, the filing page or the keeping has let through",
    ),
    "cases/false_returns.py": ({"Paper"}, "the receipt of service that the act on its case puts right"),
    "cases/decision_paper.py": ({"Paper"}, "the decision of the case that the act or the page holds open"),
    "cases/archiving.py": (
        {"Paper", "Blob"},
        "papers and files of the case that the act or the export holds open",
    ),
    "cases/archive_files.py": (
        {"Paper", "Blob", "StepFile", "StepEntry", "CaseSignature"},
        "papers and files of the case that `load` has let through",
    ),
    "cases/queries/filing.py": (
        {"CaseMaterial"},
        "open checks of the rows that `visible_to` has let through",
    ),
    "oversight/warnings/sweeping.py": (
        {"CaseStep", "LimitWarning"},
        "the system's sweep: writes warnings of cases that `visible_to` has let through to the program; answers nobody",
    ),
    "cases/taking/queue.py": ({"CaseStep"}, "steps of the rows that `visible_to` has let through"),
    "oversight/figures/recording.py": (
        {"FigureLine"},
        "writes what is public of a case, of its stream alone: item, site, days, codes; answers nobody",
    ),
    "oversight/figures/documents.py": (
        {"FigureLine"},
        "the extract: a line shows no more of where and when than five share, under a name drawn for the edition",
    ),
    "oversight/figures/publishing.py": ({"FigureLine"}, "how many cases a month has"),
    "oversight/figures/sweeping.py": ({"FigureLine"}, "which months have cases"),
    "oversight/figures/checking.py": (
        {"FigureLine"},
        "the check of the ledger: each case's lines are those that its stream gives; answers with ids",
    ),
    "oversight/queries/late.py": ({"CaseStep"}, "steps of the rows that `visible_to` has let through"),
    "oversight/queries/flow.py": (
        {"CaseStep"},
        "when the last opinion of rows was given that `visible_to` has let through: a count",
    ),
    "cases/taking/board.py": (
        {"Case", "CaseStep"},
        "for the head: how many wait at each position of the own authority, since which day; the rows by `visible_to`",
    ),
    "cases/taking/handover.py": (
        {"Case", "CaseStep", "OddMatter", "Roster", "Draft"},
        "how much an assignment leaves behind, for its head, the administrator who ends it and the person; rows as visible",
    ),
    "cases/taking/view.py": (
        {"StepEntry"},
        "to whom a case that `load` has let through was assigned anew, and why; for staff who see the case",
    ),
    "cases/list_filter.py": (
        {"Case", "CaseStep"},
        "who took a step of the rows that `visible_to` has let through",
    ),
    "cases/queries/lists.py": ({"CaseStep"}, "steps of the rows that `visible_to` has let through"),
    "cases/queries/one.py": ({"Paper", "Blob"}, "papers and files of a case that `load` has let through"),
    "cases/replaced.py": ({"Blob"}, "what was kept of a held case that `load` has let through"),
    "cases/queries/files.py": ({"Paper", "Blob"}, "a paper or file of a case that `load` has let through"),
    # public, or by what only its owner holds
    "cases/queries/tracking.py": (
        {"Case"},
        "finds a case by its number to compare the phone or code; tells neither",
    ),
    "cases/queries/proof.py": ({"Case"}, "public: the number leads to digests and dates, nothing personal"),
    "cases/commands/erased_again.py": (
        {"Case", "Party", "PhoneCode", "Message"},
        "after a restore: empties what finds whoever was erased; tells how many",
    ),
    "site/backup/making.py": ({"Blob"}, "names and digests of the files to copy; opens none"),
    "papers/queries/waiting.py": (
        {"Paper"},
        "how many papers wait to be written out, and since when: two numbers",
    ),
    "kernel/health.py": ({"Message"}, "how many messages are in which state: numbers"),
    "papers/queries/verify.py": ({"Paper"}, "public: whoever holds a paper's code learns that it is real"),
    "parties/commands/sign_in.py": (
        {"PhoneCode"},
        "the code sent to the phone that was typed in; compared, never told",
    ),
    "parties/commands/mandates.py": (
        {"Party", "Mandate"},
        "whether a number typed at a counter is known, and whose name goes with it; writes what the chokepoint gave",
    ),
    # drafts: the token is the key, the owner's own list beside it
    "cases/drafting.py": ({"Draft"}, "the draft whose whole token was given"),
    "cases/queries/drafts.py": ({"Draft", "Blob"}, "the owner's own drafts; a file of the token's draft"),
    "cases/application_files.py": (
        {"Blob"},
        "the files of the draft that is handed in, by the draft's own key",
    ),
    "cases/queries/promises_view.py": (
        {"CaseBreach"},
        "the breaches of the case at hand, which the actor sees",
    ),
    "cases/bringing.py": ({"Blob"}, "a file that was stored for the case at hand, by the case's own key"),
    "cases/commands/draft_pieces.py": (
        {"Blob"},
        "a file of the token's draft that another one takes the place of",
    ),
    "cases/commands/drafts.py": (
        {"Draft", *BEHIND_A_KEY, "CaseStep"},
        "drafts that nobody touched for 30 days go; a key is destroyed once no row refers to it",
    ),
    # notices given
    "catalogue/telling/queries.py": (
        {"NoticeGiven", "Paper", "Blob"},
        "notices of the reader's own site; by a notice's code what was told, without the name",
    ),
    "catalogue/telling/give.py": ({"Paper"}, "the paper of the notice that was just given"),
    "catalogue/telling/erase.py": (
        {"NoticeGiven", "Paper"},
        "the system takes a name off a notice; tells nothing",
    ),
    # who applies: the number that was typed leads to the row that has it already
    "cases/commands/submit.py": (
        {"Party"},
        "whether a number that was typed in is known; gives ids to the act alone",
    ),
    # rosters: behind `rosters_visible_to`
    "cases/rosters/records.py": ({"RosterRow"}, "makes a new row; reads none"),
    "cases/rosters/commands.py": (
        {"Roster", "RosterRow"},
        "writes the roster that `rosters_visible_to` has let through, and its rows",
    ),
    "cases/rosters/duplicates.py": (
        {"Case", "Party"},
        "whether somebody on a list has a matter of the same item under way: yes or no, its number only as visible",
    ),
    "cases/rosters/ending.py": (
        {"Roster", "RosterRow", "Case", "Paper"},
        "writes the receipt of the roster that was let through, of the matters that its rows became",
    ),
    "cases/rosters/accepting.py": (
        {"Roster", "RosterRow", "Case", "CaseMaterial"},
        "the job: accepts the matters of a roster in a clerk's name; answers nobody",
    ),
    "cases/rosters/filing.py": (
        {"Roster", "RosterRow"},
        "the job: files the rows of a roster; answers nobody",
    ),
    "cases/rosters/queries.py": (
        {"Roster", "RosterRow", "Case", "Paper", "Blob"},
        "rows, matters' numbers and the receipt of a roster that `rosters_visible_to` has let through",
    ),
    # the register of kin
    "cases/kin_before.py": (
        {"KinFiling"},
        "what is filed of the case already, of rows that `visible_to` has let through to the program",
    ),
    "cases/queries/kin_view.py": (
        {"KinFiling"},
        "the filings of kin of a case that `load` has let through, for staff who see the case",
    ),
    "directory/queries/kin.py": (
        {"Kin"},
        "whether who acts is kin of a matter's parties, by digest: a relation, of which the act tells yes or no",
    ),
    "directory/commands/kin.py": ({"Kin"}, "writes one's own entry; reads go through `kin_visible_to`"),
    # what could not be done: behind `odd_visible_to`; yearly reviews: behind `reviews_visible_to`
    "cases/odd/commands.py": (
        {"OddMatter"},
        "writes the matter that `odd_visible_to` has let through; what was answered long ago loses its key",
    ),
    "cases/odd/queries.py": (
        {"OddMatter", "Case"},
        "finds a matter by its number to compare the phone or code; tells neither",
    ),
    "cases/odd/records.py": ({"OddMatter"}, "the type of a row alone"),
    "cases/standing/commands.py": (
        {"StandingReview"},
        "writes the review that `reviews_visible_to` has let through",
    ),
    "cases/standing/queries.py": (
        {"StandingReview", "Case"},
        "the case of a review that `reviews_visible_to` has let through",
    ),
    "cases/standing/sweeping.py": (
        {"Case", "StandingReview"},
        "the system's sweep: ids of benefits that stand and are due for their yearly look; tells how many",
    ),
    "cases/standing/replaying.py": (
        {"StandingReview"},
        "the operator's check of the ledger; answers faults, no content",
    ),
    # the program itself: no reader
    "cases/commands/settling.py": ({"Case"}, "the system's sweep: numbers of cases whose date has come"),
    "cases/commands/erasure.py": (
        {"Case", "CaseMaterial", "Draft", "Party", "PhoneCode", *BEHIND_A_KEY},
        "erasing by the system or by two administrators: finds what belongs to the person, tells how much",
    ),
    "kernel/bulk.py": (
        {"*"},
        "inserts what it is given; of what is there it learns nothing",
    ),
    "cases/calendar/telling_in_person.py": (
        {"DateChange"},
        "the changed dates of the rows that `visible_to` has let through",
    ),
    "cases/calendar/deferred.py": (
        {"CaseMaterial", "DateChange"},
        "what is to follow in cases that the counting anew, or `visible_to`, has let through; by when it was told",
    ),
    "cases/calendar/recount.py": (
        {"Case", "CaseStep"},
        "the system's counting anew of open cases, by the codes of their steps; tells how many",
    ),
    "cases/calendar/notices.py": (
        {"Case", "CaseStep"},
        "for the administrator of the calendars: how many cases a notice moves from which day to which; none by itself",
    ),
    "kernel/messages/sending.py": ({"Message"}, "sends what waits in the outbox; shows it to nobody"),
    "cases/messages/records.py": (
        {"Message"},
        "one message under its lock: the operator's, or of a case that `visible_to` lets through",
    ),
    "cases/messages/mending.py": (
        {"Message"},
        "the message that a command holds, and the one written in its stead",
    ),
    "cases/messages/by_hand.py": (
        {"Message"},
        "what is to be told of the case whose message the command holds",
    ),
    "cases/messages/queries.py": (
        {"Message"},
        "the operator's tray, masked and of no case's name; letters and what to tell of cases that `visible_to` lets through",
    ),
    "kernel/messages/receipts.py": (
        {"Message"},
        "what a provider says of a message by its id; answers it with numbers only",
    ),
    "kernel/messages/queries.py": (
        {"Message"},
        "the messages to the phone that a citizen proved to hold, and none of anybody else",
    ),
    "kernel/messages/outbox.py": (
        {"Message", *BEHIND_A_KEY, "CaseStep"},
        "what is old goes; the demonstration's phone, which is absent elsewhere",
    ),
    "catalogue/editions.py": (
        {"Case", "NoticeGiven", "Roster"},
        "an edition that never took effect goes; the database is asked whether a row still refers to it",
    ),
    "papers/commands/render.py": ({"Paper"}, "lays out papers that were fixed; shows them to nobody"),
    "cases/queries/open_at_site.py": (
        {"Case"},
        "for administrators: how many open matters hang on a site; a number, nothing of any matter",
    ),
    # the operator's checks of the ledger: they answer faults, no content
    "cases/queries/replaying.py": (
        {"Case", "CaseStep", "CaseMaterial"},
        "the operator's check of the ledger; answers faults, no content",
    ),
    "catalogue/telling/replaying.py": (
        {"NoticeGiven"},
        "the operator's check of the ledger; answers faults, no content",
    ),
    "papers/queries/replaying.py": (
        {"Paper"},
        "the operator's check of the ledger; answers faults, no content",
    ),
    # people's own data, and legal holds: behind `requests_visible_to`
    "cases/privacy/asking.py": (
        {"Party", "PrivacyRequest"},
        "the asker's own person by the number typed, whether one of the same kind waits, and the asker's own request",
    ),
    "cases/privacy/answering.py": (
        {"Case", "Party", "PrivacyRequest"},
        "writes the answer of the request that `requests_visible_to` has let through, and its person and cases",
    ),
    "cases/privacy/copies.py": (
        {"CaseMaterial"},
        "files of the cases that the copy is made of, the asker's own",
    ),
    "cases/privacy/beside_cases.py": (
        {"Case", "OddMatter", "RosterRow", "Roster", "Party"},
        "erasing by the system or by two administrators: finds what belongs to the person beside the cases",
    ),
    "cases/privacy/erasing.py": (
        {"Case", "Party", "PrivacyRequest", "LegalHold"},
        "carries out what two administrators decided, for the person of the request",
    ),
    "cases/privacy/forgetting.py": (
        {"PrivacyRequest"},
        "closes what a person being erased had asked and destroys its keys",
    ),
    "cases/privacy/due.py": (
        {"Case"},
        "for the security administrator: number, item and days of what has passed its period, never content",
    ),
    "cases/privacy/destroying.py": (
        {"Case", "Party"},
        "carries out what two administrators decided, for the cases of the list",
    ),
    "cases/privacy/behalf.py": (
        {"Case", "Party"},
        "whether one person may ask for another: the rows behind two numbers typed, the item of a case named; yes or no",
    ),
    "cases/privacy/holding.py": (
        {"Case", "LegalHold"},
        "the security administrator's hold on a case named by its number; tells the hold, nothing of the case",
    ),
    "cases/privacy/matching.py": (
        {"Case", "Party"},
        "whether a card's name and a request's phone belong to the number on the card; answers yes or no",
    ),
    "cases/privacy/correcting.py": (
        {"Case", "Party", "PrivacyRequest"},
        "writes what a request let through asks to be put right, in its person and their cases",
    ),
    "cases/privacy/notes.py": (
        {"PrivacyRequest"},
        "the requests that a case let through names in its own stream, of the case's own applicant",
    ),
    "cases/privacy/opening.py": (
        {"Case", "Party", "CaseMaterial", "Blob", "Paper"},
        "tries whether what was erased still opens; answers yes or no",
    ),
    "cases/privacy/party_cases.py": (
        {"Case", "LegalHold"},
        "number, item and days of the cases of a request let through, never their content",
    ),
    "cases/privacy/queries.py": (
        {"Case", "LegalHold"},
        "number and days of the cases of a request let through; the holds, for the security administrator",
    ),
    "cases/privacy/records.py": (
        {"Case"},
        "the contact phone of the newest case of whom a request is about, which is told of the request",
    ),
    "cases/privacy/retained.py": (
        {"Case", "LegalHold"},
        "how long the cases given are kept and whether they are held; its callers bring the cases",
    ),
    # the access log: who looked, never at what
    "kernel/access.py": ({"AccessEntry"}, "whether the same look of the same reader is written down already"),
    "kernel/access_log.py": ({"AccessEntry"}, "the rooms that call it ask who may read the log"),
    "cases/queries/access.py": ({"Case"}, "numbers beside entries of the access log, for the auditor"),
    "cases/queries/could_see.py": (
        {"Case", "CaseStep", "AccessEntry"},
        "for the auditor: numbers of what `visible_to` lets somebody see, by their steps' moments, and their looks",
    ),
    "cases/queries/unusual.py": (
        {"Case", "CaseStep", "PrivacyRequest"},
        "sites, positions and days of what was looked at, to compare with who looked; for the auditor",
    ),
}

# what goes round the statements that the guard looks at, or makes names while it runs: module → why it may
BEYOND_THE_GUARD: dict[str, str] = {
    "kernel/guarded.py": "the guard itself",
    "kernel/kept_queries.py": "keeps the text of a query together with its mark",
    "kernel/bulk.py": "builds inserts from the columns of the models it is given",
    "kernel/batch.py": "builds inserts and updates from the columns of the models it is given",
    "directory/commands/load_file.py": "copies divisions in; no guarded table",
    "site/demo/bulk/opened.py": "reads the rows of patterns by the columns of their models",
    "site/demo/bulk/writing.py": "copies the demonstration's rows in by the columns of their models",
    "catalogue/search/listing.py": "copies keys of the search in; no guarded table",
    "kernel/health.py": "counts jobs and messages for the monitors",
    "site/readiness.py": "asks whether the database answers",
    "site/doctor.py": "asks the server for its version",
    "site/backup/making.py": "reads the snapshot of a backup; shows nothing",
    "site/backup/restoring.py": "writes into an empty database and counts",
    "site/backup/postgres_programs.py": "asks the server for its version",
    "site/database_address.py": "asks whether the database answers",
    "site/embedded_postgres/server.py": "starts the embedded server and makes its databases",
    "site/embedded_postgres/roles.py": "makes the server's roles",
    "site/cli.py": "loads the module of a command line by its own table",
    "site/powers.py": "loads the rooms' commands by its own table",
    "site/wiring.py": "puts the guard up",
}

# queries and pages that read as the program itself, which sees everything: module → why that tells nobody anything
AS_THE_PROGRAM: dict[str, str] = {
    "parties/mandates.py": "whether one person may act for another, for a command about these two; yes or no",
    "cases/privacy/queries.py": "the public proof of an erasure; the state of a request whose code the asker named",
    "cases/calendar/queries.py": "the administrator of the calendars learns numbers and days of effects that stay",
    "cases/queries/audit_day.py": "the auditor reads numbers of requests in the place of ids, nothing of the request",
    "cases/queries/public_notices.py": "public: what hangs today, masked as the item says; leads to no case",
    "cases/queries/who_can.py": "an administrator learns who may act on a case by its number, nothing of the case",
}


def exceptions_by_module() -> dict[str, set[str]]:
    """The list as the guard takes it: dotted module → model names."""
    return {
        "tongban." + path.removesuffix(".py").replace("/", "."): models
        for path, (models, _) in PAST_THE_CHOKEPOINT.items()
    }
