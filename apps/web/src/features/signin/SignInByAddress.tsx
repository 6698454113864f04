import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../engine/EngineContext.tsx';
import { lazyComponent } from '../../ui/loading/lazyComponent.ts';
import { addressWithoutName, nameInAddress } from './asName.ts';
import { signInByAddress, type Question } from './addressSignIn.ts';
import { text } from './signInText.ts';

/** Hardly anybody is ever asked, so it is no part of the first load. */
const confirmDialog = lazyComponent(
  async () => (await import('../../ui/dialogs/ConfirmDialog.tsx')).ConfirmDialog,
);

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
    <Suspense>
      <confirmDialog.Component
        {...text.switchUser(question.now, question.wanted)}
        tone="primary"
        onConfirm={question.confirm}
        onKeep={question.keep}
      />
    </Suspense>
  );
}
