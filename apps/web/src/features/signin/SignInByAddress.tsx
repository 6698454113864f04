import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../engine/EngineContext.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { addressWithoutName, nameInAddress } from './asName.ts';
import { signInByAddress, type Question } from './byAddress.ts';
import { text } from './text.ts';

/**
 * Heeds an address like `/?as=Ada`. The name leaves the address at once, so that neither a reload nor a copied link
 * signs in again.
 */
export function SignInByAddress() {
  const engine = useEngine();
  const [wanted] = useState(() => nameInAddress(location.search));
  const [questions] = useState(() => createStore<Question | null>()(() => null));
  const question = useStore(questions);

  useEffect(() => {
    if (wanted === undefined) return undefined;
    history.replaceState(history.state, '', addressWithoutName(location));
    return signInByAddress(engine, wanted, questions);
  }, [engine, wanted, questions]);

  if (question === null) return null;
  return (
    <ConfirmDialog
      {...text.switchUser(question.now, question.wanted)}
      tone="primary"
      onConfirm={question.confirm}
      onKeep={question.keep}
    />
  );
}
