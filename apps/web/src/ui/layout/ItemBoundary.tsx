import { Component, type ReactNode } from 'react';
import { NewerBuildError } from '../loading/importWithRetry.ts';

interface State {
  readonly error: unknown;
}

/** An item of a list that cannot be shown says so, and hides no other. */
export class ItemBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    // The whole screen says that.
    if (error instanceof NewerBuildError) throw error;
    return error === undefined ? this.props.children : <p>This item can’t be shown.</p>;
  }
}
