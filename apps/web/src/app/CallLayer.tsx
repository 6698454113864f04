import type { ComponentProps } from 'react';
import { useCalls } from '../engine/storeHooks.ts';
import { CallOverlays } from '../features/call/CallOverlays.tsx';
import type { NotePrompt } from '../features/call/after/OutcomeDialog.tsx';
import { PlainCalls } from '../features/call/PlainCalls.tsx';
import { TheirGreeting } from '../features/notes/greeting/TheirGreeting.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { personConversation } from './lazyRoutes.ts';

type CallOverlaysProps = ComponentProps<typeof CallOverlays>;

/**
 * The calls feature, with the greeting of a callee who did not answer, which the notes feature plays, and the conversation
 * beside a call. Where a screen of a
 * call fails, that call keeps its buttons, and the rest of the page stays; the next call gets a new screen.
 */
export function CallLayer({
  onLeaveNote,
  ...rest
}: Omit<CallOverlaysProps, 'notePrompt' | 'renderConversation'> & Pick<NotePrompt, 'onLeaveNote'>) {
  const shownCall = useCalls(
    ({ current, incoming, outcome }) => (current ?? incoming)?.id ?? outcome?.callId,
  );
  return (
    <ErrorBoundary renderFallback={() => <PlainCalls />} resetKey={shownCall}>
      <CallOverlays
        {...rest}
        notePrompt={{ renderGreeting, onLeaveNote }}
        renderConversation={renderConversation}
      />
    </ErrorBoundary>
  );
}

const renderGreeting: NotePrompt['renderGreeting'] = ({ callId, peer }, question) => (
  <TheirGreeting callId={callId} person={peer} question={question} />
);

const renderConversation: CallOverlaysProps['renderConversation'] = (person) => (
  <personConversation.Component person={person} />
);
