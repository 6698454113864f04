import type { Settings } from '@ringback/protocol';
import { useId, type ReactNode } from 'react';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Switch } from '../../../ui/controls/Switch.tsx';
import styles from './Section.module.css';
import { useSetting, WhyDisabled } from './useSetting.ts';

const offlineText = "Settings can't be changed while this tab isn't connected.";

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
  const { value, isDisabled, isBusy, whyDisabled, failure, change } = useSetting(setting);
  return (
    <Switch
      label={label}
      help={help}
      checked={value}
      disabled={isDisabled}
      isBusy={isBusy}
      describedBy={whyDisabled}
      note={whyDisabled === undefined ? warning : undefined}
      failure={failure}
      onChange={change}
    />
  );
}
