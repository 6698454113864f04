import { Component, type ReactNode } from 'react';
import { useCalls } from '../engine/storeHooks.ts';
import { Button } from '../ui/controls/Button.tsx';
import { EmptyState } from '../ui/layout/EmptyState.tsx';
import { NewerBuildError } from '../ui/loading/importWithRetry.ts';
import { FullPage } from './FullPage.tsx';
import { text } from './appText.ts';

/** Why something cannot be drawn: the server has a newer build of it, or it is broken. */
type Why = 'outdated' | 'broken';

interface Props {
  readonly children: ReactNode;
  readonly renderFallback: (why: Why) => ReactNode;
}

interface State {
  readonly why: Why | null;
}

/** Whatever breaks while drawing ends here: a fallback is shown in place of it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { why: null };

  static getDerivedStateFromError(error: unknown): State {
    return { why: error instanceof NewerBuildError ? 'outdated' : 'broken' };
  }

  override render() {
    const { why } = this.state;
    return why === null ? this.props.children : this.props.renderFallback(why);
  }
}

/** In place of the whole app. */
export function BrokenPage({ why }: { readonly why: Why }) {
  return (
    <FullPage title={text[why].title}>
      <p>{text[why].help}</p>
      <Reload />
    </FullPage>
  );
}

/** In place of one screen, while what is around it, a call above all, goes on. */
export function BrokenPart({ why }: { readonly why: Why }) {
  const isInCall = useCalls(({ current }) => current !== null);
  if (why === 'outdated' && isInCall) {
    return (
      <EmptyState title={text.outdated.title}>
        <p>{text.outdated.afterCall}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={text[why].title} action={<Reload />}>
      <p>{text[why].help}</p>
    </EmptyState>
  );
}

function Reload() {
  return (
    <Button tone="primary" onClick={() => location.reload()}>
      {text.broken.reload}
    </Button>
  );
}
