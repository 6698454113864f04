import * as v from 'valibot';
import { sections } from './environment.ts';

type Section = (typeof sections)[number];
type Variable = Section['variables'][string];

/** A value that every schema with a rule refuses, so that its message states the rule. */
const invalidValue = '\u0000 ?';

/** Writes docs/configuration.md: one row for each environment variable. */
export function configurationPage(): string {
  return `# Configuration

The server reads these environment variables at its start. A value that cannot be used is explained in a sentence, and
the server does not start. \`npm run docs:configuration\` writes this page from \`apps/server/src/config/environment.ts\`.

${sections.map(sectionText).join('\n')}
Work is counted in units of about a tenth of a millisecond. \`packages/protocol/src/wire/requestCosts.ts\` says how many
each request takes; a file or a request over HTTP takes 5. Where other limits are raised, the defaults of these budgets grow
with the one that is raised most, so that a host who allows ten times the calls need not know them.

## Guests

People without an account are guests, with a name. A name that belongs to an account is taken, whatever is set here.

- \`GUESTS=open\`: anyone who types a name signs in as the person of that name, with their history. Only for demos. With
  \`HOST\` other than this machine, with \`TRUST_PROXY\` or with \`TLS_CERT\`, the server starts with it only if
  \`GUESTS_OPEN_IN_PUBLIC=yes\` confirms it.
- \`GUESTS=on\`: a name is reserved for the browser profile that first used it.
- \`GUESTS=off\`: only people with an account sign in. Newcomers create one at sign-in, with \`ACCOUNTS=invite\` by an invitation.

## Public addresses

\`PUBLIC_URL\` lists the addresses under which browsers open the app, such as
\`https://calls.example.org,https://calls.example.net\`. Requests for other hosts are answered with status 421, and pages of
other addresses are refused, so a site whose name someone points at this server cannot use it. Only \`/healthz\` and
\`/readyz\` answer any host.

Without it, the server answers \`localhost\`, IP addresses, and the name in \`HOST\`. Set it if people use a name.
`;
}

function sectionText({ title, variables }: Section): string {
  const rows = Object.entries(variables).map(([name, variable]) => [
    `\`${name}\``,
    defaultCell(variable),
    variable.meaning,
    limitsCell(variable),
  ]);
  return `## ${title}\n\n${table([['Variable', 'Default', 'Meaning', 'Limits'], ...rows])}`;
}

function defaultCell({ schema, defaultText }: Variable): string {
  if (defaultText !== undefined) return defaultText;
  const fallback = 'default' in schema ? schema.default : undefined;
  return typeof fallback === 'string' && fallback !== '' ? `\`${fallback}\`` : 'none';
}

/** The rule in the schema's own message, so that it cannot differ from what is checked. */
function limitsCell({ schema }: Variable): string {
  const result = v.safeParse(schema, invalidValue);
  return result.success
    ? ''
    : result.issues[0].message.replace(/^must (be |list )?(a whole number from |one of )?/, '');
}

/** A table as Prettier formats it, with columns of equal width. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
}
