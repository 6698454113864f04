import type { CurrentCall } from '@ringback/client';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import { LevelBar } from '../devices/LevelBar.tsx';
import { SpeakerFields } from '../devices/SoundFields.tsx';
import styles from './CantHear.module.css';

/** Leads through what no page can see: where sound goes, whether a tone is heard, and whether a voice comes in. */
export function CantHear({ call }: { readonly call: CurrentCall }) {
  const [track] = call.remoteStream?.getAudioTracks() ?? [];
  const name = isolate(call.peer.name);
  return (
    <ol className={styles['steps']}>
      <li>
        <p>Sound goes here. Turn it up, then play the test: do you hear it?</p>
        <SpeakerFields />
      </li>
      <li>
        <p>No test sound? Choose another speaker, or check your system's volume.</p>
      </li>
      <li>
        <p>
          <Sentence>{`The test is fine? This bar moves when ${name}'s voice comes in:`}</Sentence>
        </p>
        <LevelBar track={track} />
        <p>
          <Sentence>{`If it stays still, ask ${name} to check their microphone.`}</Sentence>
        </p>
      </li>
    </ol>
  );
}
