import type { UserId } from '@ringback/protocol';
import type { ReactNode } from 'react';
import { usePeople } from '../../engine/storeHooks.ts';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { ListAndDetail } from '../../ui/layout/Page.tsx';
import { PeopleList } from './PeopleList.tsx';
import { PersonPage, type About } from './PersonPage.tsx';
import { text } from './peopleText.ts';

/** The people one can call, and the one of them who was chosen. */
export function PeopleScreen({
  userId,
  ...about
}: About & {
  /** Undefined while nobody is chosen, null where the address names nobody. */
  readonly userId: UserId | null | undefined;
}) {
  const hasPeople = usePeople(({ known }) => known.length > 0);
  return (
    <ListAndDetail
      list={<PeopleList chosen={userId ?? undefined} />}
      detail={detail(userId, about)}
      hint={
        hasPeople && (
          <EmptyState title={text.choose.title}>
            <p>{text.choose.help}</p>
          </EmptyState>
        )
      }
    />
  );
}

function detail(userId: UserId | null | undefined, parts: About): ReactNode {
  if (userId === undefined) return null;
  if (userId === null) {
    return (
      <EmptyState title={text.notFound.title}>
        <p>{text.notFound.help}</p>
      </EmptyState>
    );
  }
  return <PersonPage key={userId} userId={userId} {...parts} />;
}
