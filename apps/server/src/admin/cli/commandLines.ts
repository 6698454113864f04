import { adminCommands, isAdminCommandName, type AdminCommandName } from '@ringback/protocol';
import * as v from 'valibot';

/** What follows a command: words, and options that begin with `--`. */
interface Arguments {
  readonly words: readonly string[];
  readonly options: Readonly<Partial<Record<Option, string | boolean>>>;
}

/** Whether a value follows. */
const optionHasValue = { uses: true, days: true, user: true, after: true, yes: false } as const;
type Option = keyof typeof optionHasValue;

interface CommandLine {
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** How many words follow, at least and at most. */
  readonly words: readonly [least: number, most: number];
  readonly payload: (args: Arguments) => unknown;
}

const user = (args: Arguments): object => ({ user: args.words[0] });
const nothing = (): object => ({});

/** How each command is typed. USER is an id, the exact name that the user signs in with, or @handle. */
const commandLines: { readonly [N in AdminCommandName]: CommandLine } = {
  people: {
    usage: 'people [find TEXT] [--after NEXT]',
    summary: 'List people, the newest first',
    options: ['after'],
    words: [0, 20],
    payload: ({ words, options }) => ({
      ...(words.length > 0 && { find: words[0] === 'find' ? words.slice(1).join(' ') : 0 }),
      after: options.after,
    }),
  },
  show: line('show USER', 'Show one user', { words: [1, 1], payload: user }),
  rename: line('rename USER NAME', 'Change the name that others see', {
    words: [2, 20],
    payload: ({ words }) => ({ user: words[0], name: words.slice(1).join(' ') }),
  }),
  free: line('free NAME', "Free a guest's name, or an account's @handle, for others at once", {
    words: [1, 20],
    payload: ({ words }) => ({ name: words.join(' ') }),
  }),
  suspend: line('suspend USER [REASON]', 'Refuse a user everything until you restore them', {
    words: [1, 50],
    payload: ({ words }) => ({
      user: words[0],
      ...(words.length > 1 && { reason: words.slice(1).join(' ') }),
    }),
  }),
  unsuspend: line('unsuspend USER', 'Restore a suspended user', { words: [1, 1], payload: user }),
  delete: line('delete USER --yes', 'Delete a user with all their data, at once', {
    words: [1, 1],
    options: ['yes'],
    payload: (args) => (args.options.yes === true ? user(args) : undefined),
  }),
  sessions: line('sessions USER', 'List where a user is signed in', { words: [1, 1], payload: user }),
  'sign-out': line('sign-out USER [SESSION]', 'Sign a user out everywhere, or one session', {
    words: [1, 2],
    payload: ({ words }) => ({ user: words[0], session: words[1] }),
  }),
  'sign-in': line('sign-in USER', 'Make a sign-in link, valid once within an hour', {
    words: [1, 1],
    payload: user,
  }),
  invitations: line('invitations', 'List the invitations that can still be used', {
    words: [0, 0],
    payload: nothing,
  }),
  invite: line('invite [--uses N] [--days N]', 'Make an invitation to this server', {
    words: [0, 0],
    options: ['uses', 'days'],
    payload: ({ options }) => ({ uses: whole(options.uses), days: whole(options.days) }),
  }),
  uninvite: line('uninvite ID', 'End an invitation', {
    words: [1, 1],
    payload: ({ words }) => ({ id: words[0] }),
  }),
  reports: line('reports', 'List what users reported, open ones first', { words: [0, 0], payload: nothing }),
  report: line('report ID', 'Show one report with the messages that it holds', {
    words: [1, 1],
    payload: ({ words }) => ({ id: whole(words[0]) }),
  }),
  'close-report': line('close-report ID', 'Mark a report as handled', {
    words: [1, 1],
    payload: ({ words }) => ({ id: whole(words[0]) }),
  }),
  audit: line('audit [--days N] [--user USER] [--after NEXT]', 'Show what happened, the latest first', {
    words: [0, 0],
    options: ['days', 'user', 'after'],
    payload: ({ options }) => ({ days: whole(options.days), user: options.user, after: options.after }),
  }),
  limits: line('limits', 'Show the limits, and who uses most of theirs now', {
    words: [0, 0],
    payload: nothing,
  }),
  export: line('export USER [FILE]', 'Write all data of a user as JSON', { words: [1, 2], payload: user }),
};

function line(
  usage: string,
  summary: string,
  {
    options = [],
    ...rest
  }: Pick<CommandLine, 'words' | 'payload'> & { readonly options?: readonly Option[] },
): CommandLine {
  return { usage, summary, options, ...rest };
}

/** A number that is no whole number is refused by the schema of the command. */
function whole(text: string | boolean | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** What somebody typed after `npm run admin --`. */
export type ReadCommand =
  | {
      readonly kind: 'command';
      readonly name: AdminCommandName;
      readonly payload: unknown;
      readonly file: string | undefined;
    }
  /** Nothing was typed. */
  | { readonly kind: 'help' }
  /** `usage`: what to print. */
  | { readonly kind: 'wrong'; readonly usage: string };

/** Reads a command line. */
export function readCommand([name, ...rest]: readonly string[]): ReadCommand {
  if (name === undefined) return { kind: 'help' };
  if (!isAdminCommandName(name)) return { kind: 'wrong', usage: overview() };
  const command = commandLines[name];
  const wrong: ReadCommand = { kind: 'wrong', usage: `Usage: npm run admin -- ${command.usage}\n` };
  const args = argumentsOf(rest);
  if (args === undefined || !fits(args, command)) return wrong;
  const payload = command.payload(args);
  if (!v.is(adminCommands[name].payload, payload)) return wrong;
  return { kind: 'command', name, payload, file: name === 'export' ? args.words[1] : undefined };
}

/** Options begin with two dashes; the id of a session may begin with one. Undefined for an unknown option. */
function argumentsOf(args: readonly string[]): Arguments | undefined {
  const words: string[] = [];
  const options: Partial<Record<Option, string | boolean>> = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const option = arg.slice(2);
    if (!isOption(option)) return undefined;
    const value = optionHasValue[option] ? rest.shift() : true;
    if (value === undefined) return undefined;
    options[option] = value;
  }
  return { words, options };
}

function isOption(text: string): text is Option {
  return Object.hasOwn(optionHasValue, text);
}

function fits({ words, options }: Arguments, command: CommandLine): boolean {
  const [least, most] = command.words;
  const known = new Set<string>(command.options);
  return words.length >= least && words.length <= most && Object.keys(options).every((key) => known.has(key));
}

/** One line for each command. */
export function overview(): string {
  const lines = Object.values(commandLines);
  const width = Math.max(...lines.map(({ usage }) => usage.length));
  return [
    'Usage: npm run admin -- COMMAND',
    '',
    ...lines.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`),
    '',
    'USER is an id, the exact name that the user signs in with, or @handle.',
    '',
  ].join('\n');
}
