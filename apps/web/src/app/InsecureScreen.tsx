import { FullPage } from './FullPage.tsx';

const text = {
  title: 'Calls need a secure address',
  help: 'Browsers give the microphone and the camera only to pages that came over https. This one came over plain http.',
  tryHttps: 'Open the secure address',
  onThisMachine: 'On the machine that runs Ringback, http://localhost works too.',
  hosting: 'If you run this server: put it behind a proxy that speaks https, or give it a certificate.',
} as const;

/** Shown before sign-in: browsers give a page from an insecure address no microphone. */
export function InsecureScreen() {
  const { title, help, tryHttps, onThisMachine, hosting } = text;
  return (
    <FullPage title={title}>
      <p>{help}</p>
      <a href={`https://${location.host}${location.pathname}${location.search}`}>{tryHttps}</a>
      <p>{onThisMachine}</p>
      <p>{hosting}</p>
    </FullPage>
  );
}
