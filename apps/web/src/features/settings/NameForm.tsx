import type { Person } from '@ringback/protocol';
import { useId, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './Profile.module.css';
import { text } from './settingsText.ts';

type Saving =
  | { readonly state: 'idle' }
  | { readonly state: 'saving' }
  | { readonly state: 'failed'; readonly message: string };

/** Changes what others call the user. */
export function NameForm({ me }: { readonly me: Person }) {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const id = useId();
  const [name, setName] = useState(me.name);
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const isChanged = name.trim() !== me.name;
  const save = async () => {
    setSaving({ state: 'saving' });
    const answer = await engine.rename(name);
    setSaving(answer.ok ? { state: 'idle' } : { state: 'failed', message: answer.error.message });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && isOnline && saving.state !== 'saving') void save();
      }}
    >
      <label htmlFor={`${id}-name`} className={styles['label']}>
        {text.displayName.label}
      </label>
      <div className={styles['field']}>
        <input
          id={`${id}-name`}
          type="text"
          autoComplete="off"
          autoCapitalize="words"
          spellCheck={false}
          maxLength={80}
          value={name}
          aria-invalid={saving.state === 'failed'}
          aria-describedby={`${id}-error ${id}-hint`}
          onChange={(event) => {
            setName(event.target.value);
            setSaving({ state: 'idle' });
          }}
        />
        <Button tone="primary" type="submit" disabled={!isChanged || !isOnline || saving.state === 'saving'}>
          {saving.state === 'saving' ? text.displayName.saving : text.displayName.save}
        </Button>
      </div>
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {saving.state === 'failed' && saving.message}
      </p>
      <p id={`${id}-hint`} className={styles['hint']}>
        {isOnline ? text.displayName.help : text.displayName.offline}
      </p>
    </form>
  );
}
