import type { EntryDraft } from '../call/historyEntries.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { SimulatedServer, type FlowStep, type TestDevice } from './simulatedServer.ts';

const opening = `# How calls flow

Written by \`npm run flows\` from the traces of the scenario tests in \`packages/protocol/src/testing\`; a test fails when the page
and the traces differ. Each request is answered (dashed arrow back) before the pushes that it causes go out.

## Questions that call flows leave open

- **Whose clock times out a ring?** The server's. The deadline is set when the call is placed and stored with it, so a crash
  loses nothing. A device stops ringing by itself at that time (\`ringDeadlineAt\`), server or not, but it ends no call.
- **Who ends an unanswered call?** The server: \`noAnswer\` if any device reported that it rang, \`unreachable\` if none did.
- **How does a cancel differ from a timeout?** By who ended it: the caller's history says "Canceled" or "No answer".
  The callee's says "Missed" to both. A caller whose page is gone for 8 s has canceled.
- **What do the callee's other devices get?** The whole call, with the device that answered or the end, at the same moment as
  all other devices. They stop ringing. A call that was answered or declined on another device of the user is not missed.
- **Who wins when two things happen at once?** Whatever the server writes first. Each write compares the version that it has
  read, so exactly one of answer, cancel, decline and timeout wins, and every device gets the same result.
- **What if both call each other?** The later place is an accept of the earlier call. Neither user is busy, and no call is missed.
- **When does the duration begin?** With the first media packet on either side, not with the answer.
- **What if the server is gone?** Media continues. An end is sent to the other device over the data channel, and to the server
  when it is back, with the time since the press.
`;

/** The whole page: the introduction, then one diagram for each scenario. */
export function flowsPage(): string {
  return [opening, ...scenarios.map(section)].join('\n');
}

/** Plays a scenario and returns the server it leaves behind. */
export function play(scenario: Scenario): SimulatedServer {
  const server = new SimulatedServer(scenario.tabs);
  scenario.play(server);
  return server;
}

function section(scenario: Scenario): string {
  const { tabs, title, about } = scenario;
  const names = new Map(tabs.map((tab, index) => [tab, `T${index + 1}`]));
  const lines = [
    'sequenceDiagram',
    ...participants(tabs, names),
    ...play(scenario).steps.map((step) => line(step, names)),
  ];
  return `## ${title}\n\n${about}\n\n\`\`\`mermaid\n${lines.join('\n    ')}\n\`\`\`\n`;
}

/** The server's column is between the caller's and the others'. */
function participants(tabs: readonly TestDevice[], names: ReadonlyMap<TestDevice, string>): string[] {
  const of = (tab: TestDevice): string => `participant ${names.get(tab)} as ${tab.label}`;
  return [...tabs.slice(0, 1).map(of), 'participant S as Server', ...tabs.slice(1).map(of)];
}

function line(step: FlowStep, names: ReadonlyMap<TestDevice, string>): string {
  switch (step.kind) {
    case 'request': {
      const tab = names.get(step.from);
      return `${tab}->>S: ${step.name}\n    S-->>${tab}: ${step.answer}`;
    }
    case 'push':
      return `S->>${names.get(step.to)}: ${step.text}`;
    case 'history':
      return `Note over S: ${step.user}'s history: ${entryText(step.entry)}`;
    case 'annotation':
      return `Note over ${step.tab ? names.get(step.tab) : 'S'}: ${step.text.replaceAll(';', ',')}`;
  }
}

const words = {
  canceled: 'Canceled',
  noAnswer: 'No answer',
  missed: 'Missed',
  declined: 'Declined',
  busy: 'Busy',
  failed: 'Failed',
} as const;

const details = {
  notReached: 'could not be reached',
  silenced: 'silenced',
  onAnotherCall: 'while on another call',
  connectionLost: 'connection lost',
} as const;

function entryText(entry: EntryDraft): string {
  const label = entry.label === 'answered' ? `${(entry.durationMs ?? 0) / 1000} s` : words[entry.label];
  const more = [entry.detail && details[entry.detail], entry.cause].filter(Boolean).join(', ');
  return `${label}${more ? ` (${more})` : ''}, ${entry.direction}`;
}
