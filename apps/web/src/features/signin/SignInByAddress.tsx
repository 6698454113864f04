import { Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../engine/EngineContext.tsx';
import { attempt } from '../../ui/browser/attempt.ts';
import { lazyComponent } from '../../ui/loading/lazyComponent.ts';
import { addressWithoutName, nameInAddress, signInByAddress, type SwitchQuestion } from './addressSignIn.ts';
import { text } from './signInText.ts';
import { isolate } from '../../ui/layout/Sentence.tsx';

/** Rarely needed, so it is not part of the first load. */
const confirmDialog = lazyComponent(
  async () => (await import('../../ui/dialogs/ConfirmDialog.tsx')).ConfirmDialog,
);

/**
 * Signs in by an address like `/?as=Ada`. Removes the name from the address at once, so that reloading or copying the
 * link does not sign in again.
 */
export function SignInByAddress() {
  const engine = useEngine();
  const [wanted] = useState(() => nameInAddress(location.search));
  const [questions] = useState(() => createStore<SwitchQuestion | null>()(() => null));
  const question = useStore(questions);

  useEffect(() => {
    if (new URLSearchParams(location.search).has('as'))
      attempt(() => history.replaceState(history.state, '', addressWithoutName(location)));
    if (wanted === undefined) return undefined;
    return signInByAddress(engine, wanted, questions);
  }, [engine, wanted, questions]);

  if (question === null) return null;
  return (
    <Suspense>
      <confirmDialog.Component
        {...text.switchUser[question.now.kind](isolate(question.now.name), isolate(question.wanted))}
        tone="primary"
        onConfirm={question.confirm}
        onKeep={question.keep}
      />
    </Suspense>
  );
}
