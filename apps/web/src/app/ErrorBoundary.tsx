import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { FullPage } from './FullPage.tsx';
import { text } from './text.ts';

/** Whatever breaks while drawing ends here, with a sentence and a way on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <FullPage title={text.broken.title}>
        <p>{text.broken.help}</p>
        <Button tone="primary" onClick={() => location.reload()}>
          {text.broken.reload}
        </Button>
      </FullPage>
    );
  }
}
