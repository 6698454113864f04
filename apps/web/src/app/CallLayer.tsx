import type { ComponentProps } from 'react';
import { CallOverlays } from '../features/call/CallOverlays.tsx';
import type { Asking } from '../features/call/after/OutcomeDialog.tsx';
import { TheirGreeting } from '../features/notes/greeting/TheirGreeting.tsx';

/** The calls feature, with the greeting of a callee who did not answer, which the notes feature plays. */
export function CallLayer({
  onLeaveNote,
  ...rest
}: Omit<ComponentProps<typeof CallOverlays>, 'asking'> & Pick<Asking, 'onLeaveNote'>) {
  return <CallOverlays {...rest} asking={{ renderGreeting, onLeaveNote }} />;
}

const renderGreeting: Asking['renderGreeting'] = ({ callId, peer }, question) => (
  <TheirGreeting callId={callId} person={peer} question={question} />
);
