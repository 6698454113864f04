import { Component, useEffect, useState, type ReactNode } from 'react';
import { useCalls } from '../engine/storeHooks.ts';
import { failed } from '../ui/browser/attempt.ts';
import { Button } from '../ui/controls/Button.tsx';
import { EmptyState } from '../ui/layout/EmptyState.tsx';
import { NewerBuildError } from '../ui/loading/importWithRetry.ts';
import { FullPage } from './FullPage.tsx';
import { text } from './appText.ts';

/** Why rendering failed: the server has a newer build, or the code is broken. */
type Why = 'outdated' | 'broken';

interface Props {
  readonly children: ReactNode;
  readonly renderFallback: (why: Why) => ReactNode;
  /** When it changes, the children get another chance. */
  readonly resetKey?: string | undefined;
}

interface State {
  readonly why: Why | null;
  readonly resetKey?: string | undefined;
}

/** Shows a fallback in place of children that throw while rendering. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { why: null };

  static getDerivedStateFromError(error: unknown): State {
    return { why: error instanceof NewerBuildError ? 'outdated' : 'broken' };
  }

  static getDerivedStateFromProps({ resetKey }: Props, before: State): State | null {
    return resetKey === before.resetKey ? null : { why: null, resetKey };
  }

  override componentDidCatch(error: unknown): void {
    failed(error);
  }

  override render() {
    const { why } = this.state;
    return why === null ? this.props.children : this.props.renderFallback(why);
  }
}

/** Replaces the whole app. */
export function BrokenPage({ why }: { readonly why: Why }) {
  return (
    <FullPage title={text[why].title}>
      <p>{text[why].help}</p>
      <Reload />
    </FullPage>
  );
}

/** Replaces one screen; everything else, above all a call, continues. */
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
      {text.reload}
    </Button>
  );
}

/** Most code is preloaded, and a message shown for a moment would only flicker. */
const loadingDelayMs = 3_000;

/** Shown while the code of a screen loads: nothing at first, then a message. */
export function Loading() {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), loadingDelayMs);
    return () => clearTimeout(timer);
  }, []);
  return isLong && <EmptyState title={text.loading} />;
}
