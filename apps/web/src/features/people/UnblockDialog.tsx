import type { Media, Person } from '@ringback/protocol';
import { useEngine } from '../../engine/EngineContext.tsx';
import { ConfirmDialog } from '../../ui/dialogs/ConfirmDialog.tsx';
import { text } from './peopleText.ts';

/** Asks whether to unblock a person whom the user wants to call: the server lets nobody call people they have blocked. */
export function UnblockDialog({
  person,
  media,
  onDone,
}: {
  readonly person: Person;
  readonly media: Media;
  readonly onDone: () => void;
}) {
  const { people, calls } = useEngine();
  const words = text.unblockToCall;
  const unblockAndCall = async (): Promise<void> => {
    onDone();
    await people.setRules(person.id, { blocksCalls: false });
    // If that failed, the server refuses the call and says why.
    calls.getState().place?.(person, media);
  };
  return (
    <ConfirmDialog
      title={words.title(person.name)}
      text={words.text}
      confirm={words.confirm}
      keep={words.keep}
      tone="primary"
      onConfirm={() => void unblockAndCall()}
      onKeep={onDone}
    />
  );
}
