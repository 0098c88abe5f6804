"""Everything that runs from one room into another without an import: all of it, on one page.

Upward effects are typed subscribers registered here; there are no framework signals.
"""

from tongban.cases.calendar.recount import sweep as recount_sweep
from tongban.cases.commands.drafts import forget_old_drafts
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.custody.reminding import remind_of_unclaimed
from tongban.cases.kin_before import file_acts_before
from tongban.cases.odd.commands import forget_answered
from tongban.cases.privacy.destroying import KIND as DESTROY_LIST
from tongban.cases.privacy.erasing import KIND as ERASE_PERSON
from tongban.cases.privacy.holding import KIND as LIFT_HOLD
from tongban.cases.queries.replaying import check_projections
from tongban.cases.reminding import remind_of_deferred
from tongban.cases.rosters.filing import forget_rows
from tongban.cases.standing.replaying import check_reviews
from tongban.cases.standing.sweeping import put_on_the_list
from tongban.cases.tasks import queue_running_rosters
from tongban.catalogue.commands.importing import run_imports_for_command
from tongban.catalogue.queries.replaying import check_versions
from tongban.catalogue.search.listing import refresh_listings
from tongban.catalogue.telling.replaying import check_notices
from tongban.directory.commands.assignments import ADMINISTRATOR_KINDS
from tongban.directory.commands.recovery import RECOVER_ACCOUNT
from tongban.directory.commands.scanning import SCANNING_OFF
from tongban.directory.commands.staff import RENAME_STAFF
from tongban.directory.live_sessions import register_session_end
from tongban.directory.proposals import register_kind
from tongban.faces.common.demonstration import tell_of_filling
from tongban.faces.common.session_store import end_session_of, forget_expired
from tongban.kernel.effects import register_effect
from tongban.kernel.guarded import stand_guard
from tongban.kernel.limits import forget_old_windows
from tongban.kernel.messages import http_gateway, mail
from tongban.kernel.messages.outbox import forget_old
from tongban.kernel.messages.sending import send_for_command, send_waiting
from tongban.kernel.messages.transports import register_transport
from tongban.kernel.powers import Undeclared, declare, undeclared
from tongban.kernel.sweeps import register_sweep
from tongban.kernel.verify import register_projection_check
from tongban.oversight.figures.checking import check_figures
from tongban.oversight.figures.sweeping import commit_and_publish, wait_while
from tongban.oversight.warnings.sweeping import write_warnings
from tongban.papers.commands import render_for_command, render_waiting
from tongban.papers.queries.replaying import check_papers
from tongban.site.chokepoint import GUARDED, exceptions_by_module
from tongban.site.history.progress import filling, unfinished
from tongban.site.powers import POWERS, commands_of_the_program

_wired: list[bool] = []


def wire() -> None:
    """Register it all, once."""
    if _wired:
        return
    _wired.append(True)
    declare(POWERS)
    if missing := undeclared(commands_of_the_program()):
        raise Undeclared(f"commands without a line in site/powers.py: {', '.join(missing)}")
    # no statement reads a case past its chokepoint
    stand_guard(GUARDED, exceptions_by_module())
    # after a command, outside its transaction
    register_effect("papers", render_for_command)
    register_effect("messages", send_for_command)
    register_effect("acts before a declaration of kin", file_acts_before)
    register_effect("catalogue imports", run_imports_for_command)
    # ways out to phones and mail boxes; the settings choose
    register_transport("http", http_gateway.from_settings)
    register_transport("smtp", mail.from_settings)
    # acts that take two persons, and what carries them out
    for kind in ADMINISTRATOR_KINDS:
        register_kind(kind)
    register_kind(ERASE_PERSON)
    register_kind(LIFT_HOLD)
    register_kind(DESTROY_LIST)
    register_kind(RECOVER_ACCOUNT)
    register_kind(SCANNING_OFF)
    register_kind(RENAME_STAFF)
    # an account that is closed or recovered leaves no session behind
    register_session_end(end_session_of)
    # every few minutes
    register_sweep("effects of date", settle_overdue)
    register_sweep("cases counted by another calendar", recount_sweep)
    register_sweep("warnings of limits", write_warnings)
    register_sweep("reminders of what was promised for later", remind_of_deferred)
    register_sweep("reminders of what lies unclaimed", remind_of_unclaimed)
    register_sweep("rosters under way", queue_running_rosters)
    register_sweep("rows of lists that became no matter", forget_rows)
    register_sweep("yearly reviews that come due", put_on_the_list)
    register_sweep("answers to odd matters of long ago", forget_answered)
    register_sweep("papers whose job never came", render_waiting)
    register_sweep("old drafts", forget_old_drafts)
    register_sweep("old messages", forget_old)
    register_sweep("messages that wait", send_waiting)
    register_sweep("sessions that are over", forget_expired)
    register_sweep("windows of limits that are over", forget_old_windows)
    register_sweep("how items are listed", refresh_listings)
    register_sweep("public figures", commit_and_publish)
    # the past of a demonstration that is still being filled in
    tell_of_filling(filling)
    wait_while(unfinished)
    # `tongban ledger verify`
    register_projection_check(check_projections)
    register_projection_check(check_papers)
    register_projection_check(check_versions)
    register_projection_check(check_notices)
    register_projection_check(check_reviews)
    register_projection_check(check_figures)
