import type { CallStatus, InputStatus } from '@ringback/client';
import type { Route } from '@ringback/protocol';
import { Route as RouteIcon, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLasting, useNow } from '../../../ui/time/clocks.ts';
import { formatDuration } from '../../../ui/time/formatTime.ts';
import { text } from '../text/callText.ts';
import styles from './CallStatus.module.css';
import { lateMs, noticeableMs } from '../text/sendingText.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';

interface Props {
  readonly status: CallStatus;
  readonly name: string;
  /** Absent where a question for it is shown elsewhere. */
  readonly microphone?: InputStatus;
  /** Beside the words. */
  readonly children?: ReactNode;
}

/** The status of the call. The element stays, so that screen readers announce each change, except for the running time. */
export function CallStatusLine({ status, name, microphone, children }: Props) {
  const isTime = status.kind === 'talking';
  return (
    <div className={styles['line']}>
      <p
        role="status"
        aria-live={isTime ? 'off' : 'polite'}
        className={styles['status']}
        data-status={status.kind}
      >
        {isTime ? (
          <RunningTime status={status} name={name} />
        ) : (
          <Sentence>{statusText(status, isolate(name), 0)}</Sentence>
        )}
      </p>
      {children}
      {microphone !== undefined && status.kind !== 'askingMicrophone' && (
        <MicrophonePrompt microphone={microphone} />
      )}
    </div>
  );
}

/** The call goes on while the browser, or the system, asks for the microphone; present before the words, so that they are read out. */
export function MicrophonePrompt({ microphone }: { readonly microphone: InputStatus }) {
  const isStarting = microphone.state === 'starting';
  const isPrompting = useLasting(isStarting && microphone.isPrompting === true, noticeableMs);
  const isLate = useLasting(isStarting, lateMs);
  return (
    <p aria-live="polite" className={styles['prompt']}>
      {(isPrompting || isLate) && text.allowMicrophone}
    </p>
  );
}

function RunningTime({
  status,
  name,
}: {
  readonly status: Extract<CallStatus, { kind: 'talking' }>;
  readonly name: string;
}) {
  return statusText(status, name, useNow(status.sinceMs));
}

/** The text of the status line. `nowMs` is this machine's clock. */
export function statusText(status: CallStatus, name: string, nowMs: number): string {
  switch (status.kind) {
    case 'askingMicrophone':
      return text.allowMicrophone;
    case 'calling':
      return 'Calling…';
    case 'ringing':
      return 'Ringing…';
    case 'connecting':
      return 'Connecting…';
    case 'talking':
      return formatDuration(nowMs - status.sinceMs);
    case 'reconnecting':
      return 'Reconnecting…';
    case 'held':
      return 'On hold';
    case 'waiting':
      return `Waiting for ${name}…`;
  }
}

/** The route of the call, once it is known. */
export function RouteBadge({ route }: { readonly route: Route | null }) {
  if (route === null) return null;
  const { word, meaning } = routeText(route);
  const Icon = route.path === 'direct' ? RouteIcon : Waypoints;
  return (
    <span className={styles['route']} title={meaning}>
      <Icon aria-hidden="true" size={14} />
      <span>{word}</span>
    </span>
  );
}

/** A route as one word, and as a sentence for its tooltip. */
export interface RouteText {
  readonly word: string;
  readonly meaning: string;
}

/** Gives no reason for a route: a relay may also be a setting, or a start before a direct path takes over. */
export function routeText({ path, transport }: Route): RouteText {
  const { word, meaning } = text.route[path];
  return { word, meaning: `${meaning} (${transport.toUpperCase()})` };
}
