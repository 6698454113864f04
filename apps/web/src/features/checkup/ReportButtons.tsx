import {
  checkupReport,
  findingsOf,
  reportText,
  type CheckName,
  type CheckupState,
  type Finding,
} from '@ringback/client';
import { Clipboard, Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { rowText, summaryText, text, titles } from './checkupText.ts';
import styles from './ReportButtons.module.css';

/** Hands on what the check-up found, once it found something. */
export function ReportButtons({ state }: { readonly state: CheckupState }) {
  const [notice, setNotice] = useState('');
  if (state.status !== 'done') return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asText(state));
      setNotice(text.copied);
    } catch {
      setNotice(text.copyFailed);
    }
  };
  return (
    <div className={styles['buttons']}>
      <Button icon={Clipboard} onClick={() => void copy()}>
        {text.copy}
      </Button>
      <Button icon={Download} onClick={() => download(state)}>
        {text.download}
      </Button>
      <span role="status">{notice}</span>
    </div>
  );
}

function asText(state: CheckupState): string {
  const summary = state.summary === undefined ? '' : summaryText(state.summary);
  return reportText(findingsOf(state.rows), Date.now(), { summary, line });
}

function line(check: CheckName, finding: Finding): string {
  const { verdict, problem } = finding;
  // The measures come after it, in a form that programs can read as well.
  const bare: Finding = { verdict, ...(problem !== undefined && { problem }) };
  return `${titles[check]}: ${verdict}. ${rowText(check, { state: 'done', finding: bare }).message}`;
}

/** One file: the text for people, then the same as JSON for programs. */
function download(state: CheckupState): void {
  const report = checkupReport(findingsOf(state.rows), state.summary, Date.now());
  save(JSON.stringify({ ...report, text: asText(state) }, null, 2));
}

function save(json: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'ringback-check-up.json';
  link.click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
