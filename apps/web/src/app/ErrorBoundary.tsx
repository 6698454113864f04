import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { FullPage } from './FullPage.tsx';
import { text } from './text.ts';

interface Props {
  readonly children: ReactNode;
  readonly fallback: ReactNode;
}

/** Whatever breaks while drawing ends here: `fallback` is shown in place of it. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}

/** In place of the whole app. */
export function BrokenPage() {
  return (
    <FullPage title={text.broken.title}>
      <p>{text.broken.help}</p>
      <Reload />
    </FullPage>
  );
}

/** In place of one screen, while what is around it, a call above all, goes on. */
export function BrokenPart() {
  return (
    <Empty title={text.broken.title} action={<Reload />}>
      <p>{text.broken.help}</p>
    </Empty>
  );
}

function Reload() {
  return (
    <Button tone="primary" onClick={() => location.reload()}>
      {text.broken.reload}
    </Button>
  );
}
