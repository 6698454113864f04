import type { CurrentCall } from '@ringback/client';
import { Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { lazyComponent } from '../../../ui/loading/lazyComponent.ts';
import { useStage } from '../stage/stageContext.ts';
import { shareQuestion } from './shareEntry.ts';
import styles from './SharingSlot.module.css';

const sharingBanner = lazyComponent(async () => (await import('./SharingBanner.tsx')).SharingBanner);
const replaceQuestion = lazyComponent(async () => (await import('./ReplaceQuestion.tsx')).ReplaceQuestion);

/** What this side shares, and how to stop it. Fetched once the user could share. */
export function SharingSlot({ call }: { readonly call: CurrentCall }) {
  const { isSettled } = useStage();
  const canShare = isSettled && call.shareScreen !== undefined;
  useEffect(() => {
    if (canShare) for (const part of [sharingBanner, replaceQuestion]) part.preload();
  }, [canShare]);
  // Always there, so that screen readers announce its words.
  return (
    <div aria-live="polite" className={styles['slot']}>
      {call.share.state === 'on' && (
        <Suspense>
          <sharingBanner.Component call={call} share={call.share} />
        </Suspense>
      )}
    </div>
  );
}

/** Asks whether to share in place of the other side. */
export function ShareQuestionSlot({ call }: { readonly call: CurrentCall }) {
  const asked = useStore(shareQuestion);
  const { shareScreen, remoteScreen } = call;
  if (asked !== call.id || shareScreen === undefined || remoteScreen === null) return null;
  return (
    <Suspense>
      <replaceQuestion.Component call={call} share={shareScreen} />
    </Suspense>
  );
}
