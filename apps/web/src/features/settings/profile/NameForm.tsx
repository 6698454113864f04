import type { Person } from '@ringback/protocol';
import { useId, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import styles from './Profile.module.css';
import { text } from './profileText.ts';

/** Changes the user's display name. */
export function NameForm({ me }: { readonly me: Person }) {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const id = useId();
  // Undefined while nothing was typed: then a change on another device shows here, too.
  const [typed, setTyped] = useState<string>();
  const name = typed ?? me.name;
  const { isSaving, error, save, reset } = useSaving();
  const isChanged = name.trim() !== me.name;
  const rename = async (): Promise<void> => {
    if (await save(engine.account.rename(name))) setTyped(undefined);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && isOnline && !isSaving) void rename();
      }}
    >
      <label htmlFor={`${id}-name`} className={styles['label']}>
        {text.displayName.label}
      </label>
      <div className={styles['field']}>
        <input
          id={`${id}-name`}
          type="text"
          dir="auto"
          autoComplete="off"
          autoCapitalize="words"
          spellCheck={false}
          maxLength={80}
          value={name}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-error ${id}-hint`}
          onChange={(event) => {
            setTyped(event.target.value);
            reset();
          }}
        />
        <Button tone="primary" type="submit" disabled={!isChanged || !isOnline || isSaving}>
          {isSaving ? text.displayName.saving : text.displayName.save}
        </Button>
      </div>
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {error}
      </p>
      <p id={`${id}-hint`} className={styles['hint']}>
        {isOnline ? text.displayName.help : text.displayName.offline}
      </p>
    </form>
  );
}
