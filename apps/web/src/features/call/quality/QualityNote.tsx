import type { CallFinding, CurrentCall } from '@ringback/client';
import { Cpu, MicOff, Wifi, VideoOff, type LucideIcon } from 'lucide-react';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import styles from './QualityNote.module.css';
import { qualityText } from './qualityText.ts';

const icons: Readonly<Record<CallFinding['kind'], LucideIcon>> = {
  network: Wifi,
  microphone: MicOff,
  muted: MicOff,
  camera: VideoOff,
  computer: Cpu,
};

/** The worst thing that is wrong with the call, and what to do. The outer element stays, so that screen readers announce it. */
export function QualityNote({ call }: { readonly call: CurrentCall }) {
  const finding = call.quality?.finding;
  const words = qualityText(call, isolate(call.peer.name));
  const Icon = finding && icons[finding.kind];
  return (
    <div aria-live="polite" className={styles['place']}>
      {words !== undefined && (
        <p role="status" aria-label="quality" className={styles['note']} data-finding={finding?.kind}>
          {Icon && <Icon aria-hidden="true" size={14} className={styles['icon']} />}
          <span>
            <Sentence>{words.happened}</Sentence>
            {words.advice !== undefined && `. ${words.advice}`}
          </span>
        </p>
      )}
    </div>
  );
}
