import {
  bounds,
  reportReasons,
  type Message,
  type MessageId,
  type Person,
  type ReportReason,
} from '@ringback/protocol';
import { useId, useRef, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConversations } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { RadioList } from '../../ui/fields/RadioList.tsx';
import { useSaving } from '../../ui/controls/useSaving.ts';
import { Dialog, DialogButtons } from '../../ui/dialogs/Dialog.tsx';
import { ErrorText, Status } from '../../ui/layout/AccessibleText.tsx';
import { isolate, Sentence } from '../../ui/layout/Sentence.tsx';
import styles from './ReportDialog.module.css';
import { text } from './peopleText.ts';

/** The latest messages of the person that the host may be shown. */
const offeredMessages = 10;
const noMessages: readonly Message[] = [];

/** Tells the host of this server about a person, who is not told. */
export function ReportDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { people } = useEngine();
  const id = useId();
  const cancelRef = useRef<HTMLButtonElement>(null);
  const [reason, setReason] = useState<ReportReason>('spam');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<MessageId>>(new Set());
  const [isSent, setSent] = useState(false);
  const { isSaving, error, save } = useSaving();
  const send = async () => {
    const said = note.trim() === '' ? {} : { note: note.trim() };
    const report = { userId: person.id, reason, ...said, messages: [...chosen] };
    if (await save(people.report(report))) setSent(true);
  };
  return (
    <Dialog aria-labelledby={id} onDismiss={onClose} focusRef={cancelRef} className={styles['dialog']}>
      <h2 id={id}>
        <Sentence>{text.report.title(isolate(person.name))}</Sentence>
      </h2>
      {isSent ? (
        <Status>{text.report.sent}</Status>
      ) : (
        <>
          <p className={styles['help']}>{text.report.help}</p>
          <RadioList label={text.report.reason} options={reasons} value={reason} onChange={setReason} />
          <NoteField note={note} onChange={setNote} />
          <TheirMessages person={person} chosen={chosen} onChange={setChosen} />
        </>
      )}
      <ErrorText>{error}</ErrorText>
      <DialogButtons>
        <Button ref={cancelRef} onClick={onClose}>
          {isSent ? text.report.close : text.contact.cancel}
        </Button>
        {!isSent && (
          <Button tone="danger" disabled={isSaving} onClick={() => void send()}>
            {text.report.send}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

const reasons = reportReasons.map((value) => ({ value, label: text.report.reasons[value] }));

function NoteField({ note, onChange }: { readonly note: string; readonly onChange: (note: string) => void }) {
  return (
    <label className={styles['field']}>
      {text.report.note}
      <textarea
        dir="auto"
        rows={2}
        maxLength={bounds.reportNoteLength}
        value={note}
        className={styles['note']}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** The host cannot read messages unless they are attached. */
function TheirMessages({
  person,
  chosen,
  onChange,
}: {
  readonly person: Person;
  readonly chosen: ReadonlySet<MessageId>;
  readonly onChange: (chosen: ReadonlySet<MessageId>) => void;
}) {
  const messages = useConversations(({ threads }) => threads.get(person.id)?.messages.messages) ?? noMessages;
  const theirs = messages.filter(({ from }) => from === person.id).slice(-offeredMessages);
  if (theirs.length === 0) return null;
  return (
    <fieldset className={styles['messages']}>
      <legend className={styles['legend']}>{text.report.messages}</legend>
      {theirs.map((message) => (
        <label key={message.id} className={styles['message']}>
          <input
            type="checkbox"
            checked={chosen.has(message.id)}
            onChange={({ target }) => onChange(toggled(chosen, message.id, target.checked))}
          />
          <span dir="auto" className={styles['text']}>
            {message.text}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function toggled(chosen: ReadonlySet<MessageId>, id: MessageId, isChosen: boolean): ReadonlySet<MessageId> {
  return new Set(isChosen ? [...chosen, id] : [...chosen].filter((other) => other !== id));
}
