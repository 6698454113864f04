import type { NoteDraft, NoteToPlay } from '@ringback/client';
import type { Entry, Note, Person } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { usePlaceCall } from '../../../engine/derivedHooks.ts';
import { useConnection, useNotes } from '../../../engine/storeHooks.ts';
import { Bubble, BubbleChoices } from '../../../ui/layout/Bubble.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { formatTime } from '../../../ui/time/formatTime.ts';
import { noteKind } from '../../../i18n/sharedText.ts';
import styles from './NoteBubble.module.css';
import { NotePlayer, type RecordingInfo } from './NotePlayer.tsx';
import { text } from '../text/notesText.ts';

/** A note of either side with its player; the user's own shows whether it was played. */
export function NoteBubble({ note, person }: { readonly note: Note; readonly person: Person }) {
  const engine = useEngine();
  const isTheirs = note.from === person.id;
  const isNew = isTheirs && note.playedAt === undefined;
  const played = note.playedAt === undefined ? text.notPlayed : text.played;
  return (
    <RecordingBubble
      side={isTheirs ? 'theirs' : 'mine'}
      note={note}
      isNew={isNew}
      onPlay={() => {
        if (isNew) engine.notes.played(note.id);
      }}
    >
      <time dateTime={new Date(note.sentAt).toISOString()}>{formatTime(note.sentAt)}</time>
      {!isTheirs && <span>{played}</span>}
      {isTheirs && <CallBack note={note} person={person} />}
    </RecordingBubble>
  );
}

function CallBack({ note, person }: { readonly note: Note; readonly person: Person }) {
  const { place, whyNot: reason } = usePlaceCall();
  return (
    <Button
      icon={note.media === 'video' ? Video : Phone}
      className={styles['callBack']}
      onClick={() => place?.(person, note.media)}
      {...(reason !== undefined && { disabled: true, title: reason })}
    >
      {text.callBack}
    </Button>
  );
}

/** A note that the server does not have yet. */
export function NoteDraftBubble({ draft }: { readonly draft: NoteDraft }) {
  const engine = useEngine();
  const { status } = draft;
  return (
    <>
      <RecordingBubble side="mine" note={draft} isNew={false} isDraft onPlay={() => {}}>
        {status.state === 'refused' ? (
          <span className={styles['refused']}>{`${text.notSent} ${status.message}`}</span>
        ) : (
          <UploadProgress status={status} />
        )}
      </RecordingBubble>
      {status.state === 'refused' && (
        <BubbleChoices>
          <Button onClick={() => engine.notes.sendAgain(draft.id)}>{text.sendAgain}</Button>
          <Button onClick={() => engine.notes.discard(draft.id)}>{text.discard}</Button>
        </BubbleChoices>
      )}
    </>
  );
}

function UploadProgress({
  status: { state, sent },
}: {
  readonly status: Exclude<NoteDraft['status'], { state: 'refused' }>;
}) {
  const label = state === 'sending' ? text.sending : text.waiting;
  return (
    <>
      <span>{label}</span>
      {state === 'sending' && (
        <progress aria-label={label} value={sent} max={1} className={styles['progress']} />
      )}
    </>
  );
}

function RecordingBubble({
  side,
  note,
  isNew,
  isDraft = false,
  onPlay,
  children,
}: {
  readonly side: 'mine' | 'theirs';
  readonly note: RecordingInfo & NoteToPlay;
  readonly isNew: boolean;
  readonly isDraft?: boolean;
  readonly onPlay: () => void;
  readonly children: ReactNode;
}) {
  const engine = useEngine();
  const isGone = useIsGone(note);
  const about = (
    <>
      {children}
      {isNew && (
        <span data-badge className={styles['new']}>
          {text.unplayed}
        </span>
      )}
    </>
  );
  return (
    <Bubble side={side} isNew={isNew} isDraft={isDraft} className={styles['bubble']}>
      {isGone ? (
        <>
          <p className={styles['gone']}>{text.gone}</p>
          <div className={styles['meta']}>
            <span>{noteKind(note.media)}</span>
            {about}
          </div>
        </>
      ) : (
        <NotePlayer
          recording={note}
          label={noteKind(note.media)}
          load={() => engine.notes.media(note)}
          onPlay={onPlay}
        >
          {about}
        </NotePlayer>
      )}
    </Bubble>
  );
}

/** Whether a note that the server has deleted is missing in this browser too. */
function useIsGone(note: NoteToPlay): boolean {
  const engine = useEngine();
  const [isGone, setIsGone] = useState(false);
  const { id, mime, bytes } = note;
  useEffect(() => {
    let isWanted = bytes === 'gone';
    const check = async (): Promise<void> => {
      const media = await engine.notes.media({ id, mime, bytes: 'gone' });
      if (isWanted) setIsGone(media.kind === 'gone');
    };
    if (isWanted) void check();
    return () => {
      isWanted = false;
    };
  }, [engine, id, mime, bytes]);
  return isGone;
}

/** The note that was left after a call, if there is one. */
export function NoteOfCall({ entry: { callId, peer } }: { readonly entry: Entry }) {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const note = useNotes(({ known }) => known.find((each) => each.callId === callId));
  const draft = useNotes(({ outbox }) => outbox.find((each) => each.callId === callId));
  const isOnline = connection === 'online';
  useEffect(() => {
    if (isOnline) engine.notes.find([callId]);
  }, [engine, callId, isOnline]);
  if (note !== undefined)
    return (
      <section aria-label={noteKind(note.media)} className={styles['noteOfCall']}>
        <NoteBubble note={note} person={peer} />
      </section>
    );
  if (draft === undefined) return null;
  return (
    <section aria-label={noteKind(draft.media)} className={styles['noteOfCall']}>
      <NoteDraftBubble draft={draft} />
    </section>
  );
}
