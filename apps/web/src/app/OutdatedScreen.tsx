import { Button } from '../ui/controls/Button.tsx';
import { FullPage } from './FullPage.tsx';
import { text } from './appText.ts';

/** The server speaks a newer contract than this page. */
export function OutdatedScreen() {
  return (
    <FullPage title={text.outdated.title}>
      <p>{text.outdated.help}</p>
      <Button tone="primary" onClick={() => location.reload()}>
        {text.outdated.reload}
      </Button>
    </FullPage>
  );
}
