import type { HistoryFilter } from '@ringback/client';
import { Link } from 'wouter';
import { buttonLook } from '../../../ui/controls/Button.tsx';
import { Empty } from '../../../ui/layout/EmptyState.tsx';
import { text } from '../entries/historyText.ts';

/** Stands in place of a list in which nothing is. */
export function NoEntries({ filter }: { readonly filter: HistoryFilter }) {
  switch (filter) {
    case 'all':
      return (
        <Empty
          title={text.empty.all.title}
          action={
            <Link href="/people" className={buttonLook('primary')}>
              {text.empty.all.action}
            </Link>
          }
        >
          <p>{text.empty.all.help}</p>
        </Empty>
      );
    case 'missed':
      return (
        <Empty title={text.empty.missed.title}>
          <p>{text.empty.missed.help}</p>
        </Empty>
      );
  }
}
