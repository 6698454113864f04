import type { Known } from '@ringback/client';
import type { PersonRules } from '@ringback/protocol';
import { useChangeRules } from '../../../engine/RuleChanges.tsx';
import { useConnection, usePeople } from '../../../engine/storeHooks.ts';
import { personUnblocked } from '../../../i18n/sharedText.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { Section } from '../section/Section.tsx';
import styles from './Privacy.module.css';
import { text } from './privacyText.ts';

/** Everyone whom the user has blocked, and what is blocked. */
export function BlockedPeople() {
  const known = usePeople((people) => people.known);
  const blocked = known.flatMap((person) => {
    const what = blockedText(person.rules);
    return what === undefined ? [] : [{ person, what }];
  });
  return (
    <Section heading={text.blocked.heading} onServer>
      {blocked.length === 0 && <p className={styles['help']}>{text.blocked.none}</p>}
      <ul aria-label={text.blocked.heading} className={styles['people']} hidden={blocked.length === 0}>
        {blocked.map(({ person, what }) => (
          <BlockedPerson key={person.id} person={person} what={what} />
        ))}
      </ul>
    </Section>
  );
}

function BlockedPerson({ person, what }: { readonly person: Known; readonly what: string }) {
  const changeRules = useChangeRules();
  const isOnline = useConnection().state === 'online';
  const unblock = () =>
    changeRules(person, { blocksCalls: false, blocksMessages: false }, personUnblocked(person.name));
  return (
    <li aria-label={person.name}>
      <div className={styles['person']}>
        <Avatar person={person} size="small" />
        <div className={styles['name']}>
          <bdi>{person.name}</bdi>
          <p className={styles['help']}>{what}</p>
        </div>
        <Button disabled={!isOnline} onClick={unblock}>
          {text.blocked.unblock}
        </Button>
      </div>
    </li>
  );
}

function blockedText(rules: PersonRules | undefined): string | undefined {
  if (rules === undefined || (!rules.blocksCalls && !rules.blocksMessages)) return undefined;
  if (rules.blocksCalls && rules.blocksMessages) return text.blocked.both;
  return rules.blocksCalls ? text.blocked.calls : text.blocked.messages;
}
