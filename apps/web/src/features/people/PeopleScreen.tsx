import type { Person, UserId } from '@ringback/protocol';
import type { ReactNode } from 'react';
import { usePeople } from '../../engine/hooks.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ListAndDetail } from '../../ui/Page.tsx';
import { PeopleList } from './PeopleList.tsx';
import { PersonPage } from './PersonPage.tsx';
import { text } from './text.ts';

/** What others have to tell of a person. */
interface About {
  readonly renderAbout: (person: Person) => ReactNode;
  readonly renderLastCall: (person: Person) => ReactNode;
}

/** The people one can call, and the one of them who was chosen. */
export function PeopleScreen({
  userId,
  renderAbout,
  renderLastCall,
}: About & {
  /** Undefined while nobody is chosen, null where the address names nobody. */
  readonly userId: UserId | null | undefined;
}) {
  const hasPeople = usePeople().known.length > 0;
  return (
    <ListAndDetail
      list={<PeopleList chosen={userId ?? undefined} />}
      detail={detail(userId, { renderAbout, renderLastCall })}
      hint={
        hasPeople && (
          <Empty title={text.choose.title}>
            <p>{text.choose.help}</p>
          </Empty>
        )
      }
    />
  );
}

function detail(userId: UserId | null | undefined, parts: About): ReactNode {
  if (userId === undefined) return null;
  if (userId === null) {
    return (
      <Empty title={text.notFound.title}>
        <p>{text.notFound.help}</p>
      </Empty>
    );
  }
  return <PersonPage key={userId} userId={userId} {...parts} />;
}
