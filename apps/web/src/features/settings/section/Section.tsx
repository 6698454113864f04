import type { Settings } from '@ringback/protocol';
import { createContext, use, useId, type ReactNode } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useSettings } from '../../../engine/storeHooks.ts';
import { Switch } from '../../../ui/controls/Switch.tsx';
import styles from './Section.module.css';

const offlineText = "Settings can't be changed while this tab isn't connected.";

/** The element that says why the switches of a section are disabled; undefined while they are not. */
const WhyDisabled = createContext<string | undefined>(undefined);

/** A group of settings under a heading. `onServer`: its switches need the server, and the section says once when it is away. */
export function Section({
  heading,
  onServer = false,
  children,
}: {
  readonly heading: string;
  readonly onServer?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const isDisabled = useConnection().state === 'offline' && onServer;
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h2 id={id} className={styles['heading']}>
        {heading}
      </h2>
      {isDisabled && (
        <p id={noteId} className={styles['note']}>
          {offlineText}
        </p>
      )}
      <WhyDisabled value={isDisabled ? noteId : undefined}>{children}</WhyDisabled>
    </section>
  );
}

/** A setting that is on or off. */
type SwitchName = { [Name in keyof Settings]: Settings[Name] extends boolean ? Name : never }[keyof Settings];

/** A switch for one of the settings that the server keeps, in a section that says so. */
export function SettingSwitch({
  setting,
  label,
  help,
  warning,
}: {
  readonly setting: SwitchName;
  readonly label: string;
  readonly help: string;
  /** Why the user should better leave the setting as it is. */
  readonly warning?: string | undefined;
}) {
  const engine = useEngine();
  const settings = useSettings();
  const connection = useConnection().state;
  const whyDisabled = use(WhyDisabled);
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
      describedBy={whyDisabled}
      note={whyDisabled === undefined ? warning : undefined}
      failure={isMine && change.state === 'failed' ? change.message : undefined}
      onChange={(checked) => void engine.settings.change({ [setting]: checked })}
    />
  );
}
