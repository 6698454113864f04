import { FullPage } from './FullPage.tsx';
import { text } from './appText.ts';

/** Browsers give no microphone to a page from an insecure address: said before anyone signs in for nothing. */
export function InsecureScreen() {
  const { title, help, tryHttps, onThisMachine, hosting } = text.insecure;
  return (
    <FullPage title={title}>
      <p>{help}</p>
      <a href={`https://${location.host}${location.pathname}${location.search}`}>{tryHttps}</a>
      <p>{onThisMachine}</p>
      <p>{hosting}</p>
    </FullPage>
  );
}
