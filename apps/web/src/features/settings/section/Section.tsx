import type { Settings } from '@ringback/protocol';
import { useId, type ReactNode } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useSettings } from '../../../engine/storeHooks.ts';
import { Switch } from '../../../ui/controls/Switch.tsx';
import styles from './Section.module.css';

const offlineText = "Settings can't be changed while this tab isn't connected.";

/** A group of settings under a heading. */
export function Section({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h2 id={id} className={styles['heading']}>
        {heading}
      </h2>
      {children}
    </section>
  );
}

/** A switch for one of the settings that the server keeps. */
export function SettingSwitch({
  setting,
  label,
  help,
  warning,
}: {
  readonly setting: keyof Settings;
  readonly label: string;
  readonly help: string;
  /** Why the user should better leave the setting as it is. */
  readonly warning?: string | undefined;
}) {
  const engine = useEngine();
  const settings = useSettings();
  const connection = useConnection().state;
  const isKnown = settings.state === 'known';
  const change = isKnown ? settings.change : undefined;
  const isMine = change !== undefined && 'requested' in change && setting in change.requested;
  return (
    <Switch
      label={label}
      help={help}
      checked={isKnown && settings.values[setting]}
      disabled={!isKnown || connection !== 'online'}
      isBusy={isMine && change.state === 'saving'}
      note={connection === 'offline' ? offlineText : warning}
      failure={isMine && change.state === 'failed' ? change.message : undefined}
      onChange={(checked) => void engine.settings.change({ [setting]: checked })}
    />
  );
}
