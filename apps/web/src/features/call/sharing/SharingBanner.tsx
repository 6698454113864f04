import type { CurrentCall, ScreenContent, ShareStatus } from '@ringback/client';
import { ScreenShare } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import styles from './SharingBanner.module.css';
import { sharingText as text } from './sharingText.ts';

/** Says what the other side sees of this screen, with a button that ends it. */
export function SharingBanner({
  call,
  share,
}: {
  readonly call: CurrentCall;
  readonly share: ShareStatus & { readonly state: 'on' };
}) {
  const isPaused = call.holdState === 'mine' || call.holdState === 'both';
  const stopRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is gone, and the browser's dialog took the focus.
    if (document.activeElement === document.body) stopRef.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles['banner']}>
      <p className={styles['words']}>
        <ScreenShare aria-hidden="true" size={18} strokeWidth={2} />
        <span>
          {isPaused ? text.paused : text.youAreSharing[share.surface]}
          {share.hasSound && !isPaused && <span className={styles['sound']}> {text.withSound}</span>}
        </span>
      </p>
      <Quality chosen={share.content} choose={call.chooseShareContent} />
      <button ref={stopRef} type="button" className={styles['stop']} onClick={call.stopSharing}>
        {text.stop}
      </button>
    </div>
  );
}

const contents = ['text', 'motion'] as const satisfies readonly ScreenContent[];

function Quality({
  chosen,
  choose,
}: {
  readonly chosen: ScreenContent;
  readonly choose: CurrentCall['chooseShareContent'];
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={text.quality} className={styles['quality']}>
      {contents.map((content) => (
        <label key={content} className={styles['choice']}>
          <input
            type="radio"
            name={name}
            checked={content === chosen}
            onChange={() => choose?.(content)}
            className={styles['radio']}
          />
          {text.qualities[content]}
        </label>
      ))}
    </div>
  );
}
