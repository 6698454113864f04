import { Page } from '../../ui/layout/Page.tsx';
import styles from './CheckupScreen.module.css';
import { InputCheck } from './InputCheck.tsx';
import { InstantCheck } from './InstantCheck.tsx';
import { text } from './checkupText.ts';

/** Tries, one by one, what a call needs, and says what to do where something is missing. */
export function CheckupScreen() {
  return (
    <Page title="Check-up">
      <p className={styles['lead']}>{text.lead}</p>
      <ul className={styles['checks']}>
        <InstantCheck check="address" />
        <InstantCheck check="server" />
        <InstantCheck check="webrtc" />
        <InputCheck input="microphone" />
        <InputCheck input="camera" />
      </ul>
    </Page>
  );
}
