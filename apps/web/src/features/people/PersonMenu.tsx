import type { Person, PersonRules, RulesChange } from '@ringback/protocol';
import {
  Ban,
  Bell,
  BellOff,
  BellRing,
  Flag,
  MessageSquareOff,
  MessageSquareText,
  MoreHorizontal,
  PhoneOff,
  ShieldCheck,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';
import { useChangeRules, useRules } from '../../engine/RuleChanges.tsx';
import { useConnection } from '../../engine/storeHooks.ts';
import { Menu } from '../../ui/controls/Menu.tsx';
import { text } from './peopleText.ts';
import { ReasonDialog } from './ReasonDialog.tsx';
import { ReportDialog } from './ReportDialog.tsx';

/** More that can be done about a person: a call with a reason, and what the user can decide about them. */
export function PersonMenu({ person }: { readonly person: Person }) {
  const [open, setOpen] = useState<'call' | 'report'>();
  const close = (): void => setOpen(undefined);
  const changeRules = useChangeRules();
  const rules = useRules(person);
  const isOnline = useConnection().state === 'online';
  const items = ruleChoices(rules).map(({ words, icon, change, tone }) => ({
    label: text.rules[words].label,
    icon,
    ...(tone !== undefined && { tone }),
    onSelect: () => changeRules(person, change, text.rules[words].done(person.name)),
  }));
  const call = { label: text.reason.menu, icon: MessageSquareText, onSelect: () => setOpen('call') };
  const report = { label: text.report.menu, icon: Flag, onSelect: () => setOpen('report') };
  return (
    <>
      <Menu
        label={text.moreFor(person.name)}
        icon={MoreHorizontal}
        items={[call, ...items, report]}
        disabled={!isOnline}
      />
      {open === 'call' && <ReasonDialog person={person} onClose={close} />}
      {open === 'report' && <ReportDialog person={person} onClose={close} />}
    </>
  );
}

/** One item of the menu, and what it changes. */
interface RuleChoice {
  readonly icon: LucideIcon;
  readonly tone?: 'danger';
  readonly words: keyof typeof text.rules;
  readonly change: RulesChange;
}

/** What can be changed from how things are: each thing is offered in one direction. */
function ruleChoices({ blocksCalls, blocksMessages, isMuted, alwaysThrough, allowsUrgent }: PersonRules) {
  const choices: (RuleChoice | false)[] = [
    !blocksCalls && {
      words: isMuted ? 'unmute' : 'mute',
      icon: isMuted ? Bell : BellOff,
      change: { isMuted: !isMuted },
    },
    !blocksCalls && {
      words: alwaysThrough ? 'notAlwaysThrough' : 'alwaysThrough',
      icon: ShieldCheck,
      change: { alwaysThrough: !alwaysThrough },
    },
    !blocksCalls && {
      words: allowsUrgent ? 'noUrgent' : 'urgent',
      icon: BellRing,
      change: { allowsUrgent: !allowsUrgent },
    },
    !blocksCalls && { words: 'blockCalls', icon: PhoneOff, change: { blocksCalls: true }, tone: 'danger' },
    !blocksMessages && {
      words: 'blockMessages',
      icon: MessageSquareOff,
      change: { blocksMessages: true },
      tone: 'danger',
    },
    !blocksCalls &&
      !blocksMessages && {
        words: 'blockBoth',
        icon: Ban,
        change: { blocksCalls: true, blocksMessages: true },
        tone: 'danger',
      },
    (blocksCalls || blocksMessages) && {
      words: 'unblock',
      icon: Ban,
      change: { blocksCalls: false, blocksMessages: false },
    },
  ];
  return choices.filter((choice) => choice !== false);
}
