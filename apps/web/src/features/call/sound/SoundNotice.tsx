import { VolumeX } from 'lucide-react';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './SoundNotice.module.css';
import type { Sounds } from './useSounds.ts';
import { text } from '../text/callText.ts';

/** Says that the browser keeps this tab silent, with one press to change it. */
export function SoundNotice({ sounds }: { readonly sounds: Sounds }) {
  if (sounds.state === 'ready') return null;
  return (
    <div className={styles['notice']}>
      <VolumeX aria-hidden="true" size={18} />
      <p>
        <strong>{text.soundBlocked}</strong>
        <span>{text.soundBlockedWhy}</span>
      </p>
      <Button className={styles['button']} onClick={sounds.enable}>
        {text.enableSound}
      </Button>
    </div>
  );
}
