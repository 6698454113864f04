import type { UnblockQuestion } from '@ringback/client';
import { ConfirmDialog } from '../../ui/dialogs/ConfirmDialog.tsx';
import { isolate } from '../../ui/layout/Sentence.tsx';
import { text } from './text/callText.ts';

/** Asks whether to unblock a person whom the user wants to call, whatever button they pressed for it. */
export function UnblockDialog({ question }: { readonly question: UnblockQuestion }) {
  const words = text.unblockToCall;
  return (
    <ConfirmDialog
      title={words.title(isolate(question.peer.name))}
      text={words.text}
      confirm={words.confirm}
      keep={words.keep}
      tone="primary"
      onConfirm={question.unblockAndCall}
      onKeep={question.cancel}
    />
  );
}
