import { reachLevels, strangerPolicies, type ReachLevel } from '@ringback/protocol';
import type { ComponentProps, ReactNode } from 'react';
import { RadioList, type RadioOption } from '../../../ui/fields/RadioList.tsx';
import { Section } from '../section/Section.tsx';
import { useSetting } from '../section/useSetting.ts';
import { DoNotDisturb } from './DoNotDisturb.tsx';
import { ExceptPeople } from './ExceptPeople.tsx';
import styles from './Privacy.module.css';
import { text } from './privacyText.ts';
import { QuietHours } from './QuietHours.tsx';

/** Who reaches the user, and when it rings. `children` are the switches of the section. */
export function Privacy({ children }: { readonly children: ReactNode }) {
  return (
    <Section heading={text.heading} onServer>
      <div className={styles['switches']}>
        <Level setting="callsFrom" label={text.callsFrom} exceptRule="exceptCalls" />
        <Strangers />
        <Level setting="messagesFrom" label={text.messagesFrom} exceptRule="exceptMessages" />
        <DoNotDisturb />
        <QuietHours />
        {children}
      </div>
    </Section>
  );
}

const levels: readonly RadioOption<ReachLevel>[] = reachLevels.map((value) => ({
  value,
  label: text.levels[value],
  ...(value === 'contacts' && { help: text.contactsHelp }),
}));

/** Who may reach the user in one way, and who of the contacts may not. */
function Level({
  setting,
  label,
  exceptRule,
}: {
  readonly setting: 'callsFrom' | 'messagesFrom';
  readonly label: string;
  readonly exceptRule: ComponentProps<typeof ExceptPeople>['rule'];
}) {
  const { value, isDisabled, whyDisabled, failure, change } = useSetting(setting);
  return (
    <div className={styles['group']}>
      <RadioList
        label={label}
        options={levels}
        value={value}
        disabled={isDisabled}
        describedBy={whyDisabled}
        failure={failure}
        onChange={change}
      />
      {value === 'contactsExcept' && <ExceptPeople rule={exceptRule} disabled={isDisabled} />}
    </div>
  );
}

const strangers = strangerPolicies.map((value) => ({
  value,
  label: text.strangers[value],
  help: text.strangers[`${value}Help`],
}));

/** Counts only while everyone may call. */
function Strangers() {
  const { value, isDisabled, whyDisabled, failure, change } = useSetting('strangers');
  const isOpen = useSetting('callsFrom').value === 'everyone';
  return (
    <RadioList
      label={text.strangers.label}
      options={strangers}
      value={value}
      disabled={isDisabled || !isOpen}
      describedBy={whyDisabled}
      note={isOpen ? undefined : text.strangers.contactsOnly}
      failure={failure}
      onChange={change}
    />
  );
}
