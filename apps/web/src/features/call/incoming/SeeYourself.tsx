import type { OwnPreview } from '@ringback/client';
import { Video, VideoOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useSettings } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { SelfView } from '../../../ui/media/SelfView.tsx';
import { useIsVisible } from '../../../ui/visibility/OnVisible.tsx';
import { text } from '../text/callText.ts';
import { cameraHelp, cameraPaused } from '../text/sendingText.ts';
import styles from './SeeYourself.module.css';

/** The picture of the own camera, behind the caller; nothing while there is none. */
export function OwnPicture({ preview }: { readonly preview: OwnPreview | undefined }) {
  if (preview?.state !== 'on' || preview.stream === null) return null;
  return (
    <div className={styles['picture']}>
      <SelfView stream={preview.stream} label={text.localVideo} className={styles['video']} />
    </div>
  );
}

/** Shows and hides the own camera. */
export function SeeYourself({ preview }: { readonly preview: OwnPreview }) {
  const isOn = 'hide' in preview;
  useShowBySetting(preview);
  return (
    <Button
      icon={isOn ? VideoOff : Video}
      className={styles['button']}
      aria-busy={preview.state === 'starting'}
      onClick={isOn ? preview.hide : preview.show}
    >
      {isOn ? text.hideYourself : text.seeYourself}
    </Button>
  );
}

/** Why there is no picture yet, or none at all. */
export function previewHint(preview: OwnPreview | undefined): string {
  switch (preview?.state) {
    case undefined:
    case 'off':
      return '';
    case 'starting':
      return preview.isPrompting ? text.allowCamera : '';
    case 'on':
      return preview.stream === null ? cameraPaused : '';
    case 'failed':
      return cameraHelp(preview.failure);
  }
}

/** Shows the camera once for each call where the user's setting says so, and not in a page that is out of sight. */
function useShowBySetting(preview: OwnPreview): void {
  const settings = useSettings();
  const isVisible = useIsVisible();
  const wasShown = useRef(false);
  const isWanted = settings.state === 'known' && settings.values.showCameraWhileRinging && isVisible;
  useEffect(() => {
    if (!isWanted || wasShown.current || preview.state !== 'off') return;
    wasShown.current = true;
    preview.show();
  }, [isWanted, preview]);
}
