import type { Known } from '@ringback/client';
import type { RuleName } from '@ringback/protocol';
import { useId, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { usePeople } from '../../../engine/storeHooks.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { ErrorText } from '../../../ui/layout/AccessibleText.tsx';
import styles from './Privacy.module.css';
import { text } from './privacyText.ts';

/** The rules that leave a contact out of "My contacts except…". */
type ExceptRule = Extract<RuleName, `except${string}`>;

/** Who is left out of "My contacts except…", with a dialog to choose them. */
export function ExceptPeople({ rule, disabled }: { readonly rule: ExceptRule; readonly disabled: boolean }) {
  const known = usePeople((people) => people.known);
  const [isChoosing, setChoosing] = useState(false);
  const names = known.filter(({ rules }) => rules?.[rule] === true).map(({ name }) => name);
  return (
    <div className={styles['group']}>
      <p className={styles['help']}>
        <bdi>{names.length === 0 ? text.except.none : namesText(names)}</bdi>
      </p>
      <div className={styles['buttons']}>
        <Button disabled={disabled} onClick={() => setChoosing(true)}>
          {text.except.choose}
        </Button>
      </div>
      {isChoosing && <ChooseDialog rule={rule} known={known} onClose={() => setChoosing(false)} />}
    </div>
  );
}

/** More would push the rest of the settings away. */
const mostNames = 5;

/** Several names in one line. */
export function namesText(names: readonly string[]): string {
  const hidden = names.length - mostNames;
  const shown = hidden > 1 ? [...names.slice(0, mostNames), text.except.more(hidden)] : names;
  return new Intl.ListFormat().format(shown);
}

function ChooseDialog({
  rule,
  known,
  onClose,
}: {
  readonly rule: ExceptRule;
  readonly known: readonly Known[];
  readonly onClose: () => void;
}) {
  const { people } = useEngine();
  const doneRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [error, setError] = useState<string>();
  const set = async (person: Known, isLeftOut: boolean) => {
    const answer = await people.setRules(person.id, { [rule]: isLeftOut });
    setError(answer.ok ? undefined : answer.error.message);
  };
  return (
    <Dialog aria-labelledby={id} onDismiss={onClose} focusRef={doneRef} className={styles['dialog']}>
      <h2 id={id}>{text.except.title[rule]}</h2>
      {known.length === 0 ? (
        <p className={styles['help']}>{text.except.empty}</p>
      ) : (
        <div className={styles['scrolled']}>
          {known.map((person) => (
            <label key={person.id} className={styles['person']}>
              <Avatar person={person} size="small" />
              <span dir="auto" className={styles['name']}>
                {person.name}
              </span>
              <input
                type="checkbox"
                className={styles['box']}
                checked={person.rules?.[rule] === true}
                onChange={({ target }) => void set(person, target.checked)}
              />
            </label>
          ))}
        </div>
      )}
      <ErrorText>{error}</ErrorText>
      <DialogButtons>
        <Button ref={doneRef} tone="primary" onClick={onClose}>
          {text.except.done}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
