import type { UserId } from '@ringback/protocol';
import type { ReactNode } from 'react';
import { usePeople } from '../../engine/storeHooks.ts';
import { EmptyState } from '../../ui/layout/EmptyState.tsx';
import { ListAndDetail } from '../../ui/layout/Page.tsx';
import { PeopleList } from './PeopleList.tsx';
import { PersonPage, type PersonRenderers } from './PersonPage.tsx';
import { text } from './peopleText.ts';

/** The people to call, and the page of the selected person. */
export function PeopleScreen({
  userId,
  ...renderers
}: PersonRenderers & {
  /** Undefined while no person is selected, null if the address is not that of a person. */
  readonly userId: UserId | null | undefined;
}) {
  const hasPeople = usePeople(({ known }) => known.length > 0);
  return (
    <ListAndDetail
      list={<PeopleList selected={userId ?? undefined} />}
      detail={detail(userId, renderers)}
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

function detail(userId: UserId | null | undefined, renderers: PersonRenderers): ReactNode {
  if (userId === undefined) return null;
  if (userId === null) {
    return (
      <EmptyState title={text.notFound.title}>
        <p>{text.notFound.help}</p>
      </EmptyState>
    );
  }
  return <PersonPage key={userId} userId={userId} {...renderers} />;
}
