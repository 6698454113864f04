import { reachLevels, strangerPolicies, type ReachLevel } from '@ringback/protocol';
import type { ReactNode } from 'react';
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
        <CallsFrom />
        <Strangers />
        <MessagesFrom />
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

function CallsFrom() {
  const { value, isDisabled, whyDisabled, failure, change } = useSetting('callsFrom');
  return (
    <div className={styles['group']}>
      <RadioList
        label={text.callsFrom}
        options={levels}
        value={value}
        disabled={isDisabled}
        describedBy={whyDisabled}
        failure={failure}
        onChange={change}
      />
      {value === 'contactsExcept' && <ExceptPeople rule="exceptCalls" disabled={isDisabled} />}
    </div>
  );
}

function MessagesFrom() {
  const { value, isDisabled, whyDisabled, failure, change } = useSetting('messagesFrom');
  return (
    <div className={styles['group']}>
      <RadioList
        label={text.messagesFrom}
        options={levels}
        value={value}
        disabled={isDisabled}
        describedBy={whyDisabled}
        failure={failure}
        onChange={change}
      />
      {value === 'contactsExcept' && <ExceptPeople rule="exceptMessages" disabled={isDisabled} />}
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
