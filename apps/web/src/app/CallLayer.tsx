import type { ComponentProps } from 'react';
import { CallOverlays } from '../features/call/CallOverlays.tsx';
import type { NotePrompt } from '../features/call/after/OutcomeDialog.tsx';
import { TheirGreeting } from '../features/notes/greeting/TheirGreeting.tsx';

/** The calls feature, with the greeting of a callee who did not answer, which the notes feature plays. */
export function CallLayer({
  onLeaveNote,
  ...rest
}: Omit<ComponentProps<typeof CallOverlays>, 'notePrompt'> & Pick<NotePrompt, 'onLeaveNote'>) {
  return <CallOverlays {...rest} notePrompt={{ renderGreeting, onLeaveNote }} />;
}

const renderGreeting: NotePrompt['renderGreeting'] = ({ callId, peer }, question) => (
  <TheirGreeting callId={callId} person={peer} question={question} />
);
