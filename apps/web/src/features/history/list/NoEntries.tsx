import type { HistoryFilter } from '@ringback/client';
import { Link } from 'wouter';
import { buttonClass } from '../../../ui/controls/Button.tsx';
import { EmptyState } from '../../../ui/layout/EmptyState.tsx';
import { text } from '../entries/historyText.ts';

/** Stands in place of a list in which nothing is. */
export function NoEntries({ filter }: { readonly filter: HistoryFilter }) {
  switch (filter) {
    case 'all':
      return (
        <EmptyState
          title={text.empty.all.title}
          action={
            <Link href="/people" className={buttonClass('primary')}>
              {text.empty.all.action}
            </Link>
          }
        >
          <p>{text.empty.all.help}</p>
        </EmptyState>
      );
    case 'missed':
      return (
        <EmptyState title={text.empty.missed.title}>
          <p>{text.empty.missed.help}</p>
        </EmptyState>
      );
  }
}
