import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { TextField } from '../../../ui/fields/TextField.tsx';
import type { MemberProps } from './Account.tsx';
import styles from './Account.module.css';
import { text } from './accountText.ts';

/** The unique name to find the account by. */
export function HandleForm({ account, isDisabled, onChanged }: MemberProps) {
  const { credentials } = useEngine();
  const [typed, setTyped] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<string>();
  const handle = typed ?? account.handle ?? '';
  const isChanged = handle.trim() !== (account.handle ?? '');
  const save = async (): Promise<void> => {
    setIsSaving(true);
    const answer = await credentials.changeHandle(handle);
    setIsSaving(false);
    if (!answer.ok) return setError(answer.error.message);
    setTyped(undefined);
    setError(undefined);
    onChanged(answer.data.account);
  };
  return (
    <form
      className={styles['withButton']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !isSaving && !isDisabled) void save();
      }}
    >
      <TextField
        label={text.fields.handle}
        placeholder={text.handle.none}
        autoComplete="off"
        maxLength={40}
        value={handle}
        error={error}
        onChange={(event) => {
          setTyped(event.target.value);
          setError(undefined);
        }}
      />
      <Button type="submit" disabled={!isChanged || isSaving || isDisabled}>
        {isSaving ? text.handle.saving : text.handle.save}
      </Button>
    </form>
  );
}
