import { useEffect, useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { CheckRow } from './CheckRow.tsx';
import { runCheck, type Finding, type InstantCheck as Check } from './checks.ts';
import { findingText, running } from './findingText.ts';
import { text } from './checkupText.ts';

/** A check that asks nobody: it runs at once, and again when it is asked to. */
export function InstantCheck({ check }: { readonly check: Check }) {
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

function useFinding(check: Check): { readonly finding: Finding | undefined; readonly repeat: () => void } {
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
