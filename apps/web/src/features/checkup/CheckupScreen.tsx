import { useEffect, useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { Page } from '../../ui/layout/Page.tsx';
import { CheckRow } from './CheckRow.tsx';
import { runCheck, type Finding, type InstantCheckName } from './checks.ts';
import styles from './CheckupScreen.module.css';
import { findingText, running, text } from './checkupText.ts';
import { InputCheck } from './InputCheck.tsx';

/** Tests everything that a call needs, and says what to do if something is missing. */
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

/** A check that needs no permission: it runs at once, and again on request. */
function InstantCheck({ check }: { readonly check: InstantCheckName }) {
  const { finding, repeat } = useFinding(check);
  return (
    <CheckRow
      check={check}
      row={finding === undefined ? running(text.testing) : findingText(finding)}
      action={
        <Button aria-label={text.testOf(check)} disabled={finding === undefined} onClick={repeat}>
          {text.test}
        </Button>
      }
    />
  );
}

function useFinding(check: InstantCheckName): {
  readonly finding: Finding | undefined;
  readonly repeat: () => void;
} {
  const [finding, setFinding] = useState<Finding>();
  useEffect(() => {
    async function start() {
      setFinding(await runCheck(check));
    }
    void start();
  }, [check]);
  const repeat = async () => {
    setFinding(undefined);
    setFinding(await runCheck(check));
  };
  return { finding, repeat: () => void repeat() };
}
