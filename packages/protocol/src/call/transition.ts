import { accepted, declined, deviceRang, foundBusy, reasonAsked, reasonGiven } from './answer.ts';
import type { Call } from './call.ts';
import { endPressed, superseded } from './callEnd.ts';
import { refused } from './change.ts';
import { attached, detached, restarted } from './connectivity.ts';
import { timePassed } from './deadlineExpiry.ts';
import type { Timeouts } from './deadlines.ts';
import type { CallEvent, Transition } from './events.ts';
import { holdPressed } from './hold.ts';
import { linkDown, linkUp } from './mediaReports.ts';
import { isKnownTo } from './predicates.ts';
import { blocked, foundSecond, muted, revealed } from './visibility.ts';

/**
 * The only function that changes a call, in the server and in tests.
 * A user who is no party to a call is refused exactly as if it did not exist.
 *
 * ```
 *                 calling     ringing     connecting    active/reconnecting   ended
 *  -- interesting: the call moves on
 *  deviceRang     ringing     one more    .             .                     .
 *  accepted       connecting  connecting  .             .                     .
 *  declined       ended       ended       .             .                     .
 *  endPressed     ended       ended       ended         ended                 .
 *  holdPressed    .           .           held or not   held or not           .
 *  linkUp         .           .           active        active                .
 *  linkDown       .           .           cause kept    reconnecting          .
 *  attached       deadline    deadline    deadline      active/reconnecting   .
 *  detached       deadline    fewer ring  deadline      deadline              .
 *  timePassed     ended       ended       ended         ended                 .
 *  restarted      deadlines   none rings  deadlines     deadlines             .
 *  superseded     ended       ended       ended         ended                 .
 *  blocked        hidden      hidden      .             .                     .
 *  muted          no sound    no sound    .             .                     .
 *  revealed       open        open        .             .                     .
 *  reasonAsked    no sound    no sound    .             .                     .
 *  reasonGiven    a reason    a reason    .             .                     .
 *  foundBusy      ended       ended       .             .                     .
 *  foundSecond    one rings   one rings   .             .                     .
 *  -- harmless (.): repeated, too late or too early; nothing changes, and the sender gets the call,
 *     or `answeredElsewhere` / `ended` if the sender must learn that another device was faster
 *  -- impossible: a caller's own accept, decline or ring, hold before an answer (`forbidden`), and any event of a
 *     stranger (`notFound`)
 * ```
 */
export function transition(call: Call, event: CallEvent, timeouts: Timeouts): Transition {
  if ('by' in event && !isKnownTo(call, event.by)) return refused('notFound');
  switch (event.type) {
    case 'deviceRang':
      return deviceRang(call, event);
    case 'accepted':
      return accepted(call, event, timeouts);
    case 'declined':
      return declined(call, event);
    case 'endPressed':
      return endPressed(call, event);
    case 'holdPressed':
      return holdPressed(call, event);
    case 'linkUp':
      return linkUp(call, event);
    case 'linkDown':
      return linkDown(call, event, timeouts);
    case 'attached':
      return attached(call, event, timeouts);
    case 'detached':
      return detached(call, event, timeouts);
    case 'timePassed':
      return timePassed(call, event.at);
    case 'restarted':
      return restarted(call, event.at, timeouts);
    case 'superseded':
      return superseded(call, event.at);
    case 'blocked':
      return blocked(call);
    case 'muted':
      return muted(call);
    case 'revealed':
      return revealed(call);
    case 'reasonAsked':
      return reasonAsked(call, event);
    case 'reasonGiven':
      return reasonGiven(call, event);
    case 'foundBusy':
      return foundBusy(call, event.at);
    case 'foundSecond':
      return foundSecond(call, event);
  }
}
