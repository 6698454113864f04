import type { CurrentCall } from '@ringback/client';
import { ConfirmDialog } from '../../../ui/dialogs/ConfirmDialog.tsx';
import { isolatePeer } from '../../../ui/layout/Sentence.tsx';
import { shareQuestion } from './shareEntry.ts';
import { sharingText as text } from './sharingText.ts';

/** One screen is shared at a time. */
export function ReplaceQuestion({ call, share }: { readonly call: CurrentCall; readonly share: () => void }) {
  const close = (): void => shareQuestion.setState(null, true);
  return (
    <ConfirmDialog
      title={text.question}
      text={text.explanation(isolatePeer(call).peer.name)}
      confirm={text.shareInstead}
      keep={text.notNow}
      tone="primary"
      onConfirm={() => {
        close();
        // Browsers demand that their dialog opens right in the press.
        share();
      }}
      onKeep={close}
    />
  );
}
