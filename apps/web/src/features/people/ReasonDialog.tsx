import { CallReason, type Media, type Person } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import * as v from 'valibot';
import { usePlaceCall } from '../../engine/derivedHooks.ts';
import { usePeople } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialogs/Dialog.tsx';
import { CheckField, TextField } from '../../ui/fields/TextField.tsx';
import styles from './ContactDialog.module.css';
import { text } from './peopleText.ts';

/** Calls a person with a line that says what it is about; a contact also as urgent. */
export function ReasonDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const id = useId();
  const inputRef = useRef<HTMLInputElement>(null);
  const [written, setWritten] = useState('');
  const [isUrgent, setUrgent] = useState(false);
  const { place, whyNot } = usePlaceCall();
  const isContact =
    usePeople(({ known }) => known.find(({ id: other }) => other === person.id)?.contact) !== undefined;
  const parsed = v.safeParse(CallReason, written);
  const problem = written.trim() === '' || parsed.success ? undefined : parsed.issues[0].message;
  const call = (media: Media): void => {
    if (!parsed.success) return;
    onClose();
    place?.(person, media, { reason: parsed.output, ...(isUrgent && { isUrgent }) });
  };
  const disabled = !parsed.success || place === undefined;
  return (
    <Dialog
      aria-labelledby={`${id}-title`}
      onDismiss={onClose}
      focusRef={inputRef}
      className={styles['dialog']}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          call('audio');
        }}
      >
        <h2 id={`${id}-title`}>{text.reason.title}</h2>
        <TextField
          ref={inputRef}
          label={text.reason.label}
          hint={text.reason.help}
          error={problem ?? whyNot}
          dir="auto"
          autoComplete="off"
          autoCapitalize="sentences"
          spellCheck
          value={written}
          onChange={({ target }) => setWritten(target.value)}
        />
        {isContact && <CheckField label={text.reason.urgent} checked={isUrgent} onChange={setUrgent} />}
        <DialogButtons>
          <Button tone="primary" type="submit" icon={Phone} disabled={disabled}>
            {text.voiceCall}
          </Button>
          <Button icon={Video} disabled={disabled} onClick={() => call('video')}>
            {text.videoCall}
          </Button>
          <Button onClick={onClose}>{text.contact.cancel}</Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
