import type { EntryDraft } from '../call/historyEntries.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { SimulatedServer, type FlowStep, type TestDevice } from './simulatedServer.ts';

const opening = `# How calls flow

Written by \`npm run flows\` from the traces of the scenario tests in \`packages/protocol/src/testing\`; a test fails when this
page is not what they say. Each request is answered (dashed arrow back) before the pushes that it causes go out.

## What specifications of such calls leave open

- **Whose clock times out a ring?** The server's. The deadline is set when the call is placed and stored with it, so a crash
  forgets nothing. A device stops ringing by itself at that time (\`ringDeadlineAt\`), server or not, but it ends no call.
- **Who ends a call that nobody answers?** The server: \`noAnswer\` if any device said that it rang, \`unreachable\` if none did.
- **How does a cancel differ from a timeout?** By whose doing it was, in the caller's history: "Canceled" against "No answer".
  The callee's says "Missed" to both. A caller whose page is gone for 8 s has canceled.
- **What are the callee's other devices told?** The whole call, with who answered or that it has ended, at the same moment as
  everybody else. They stop ringing. A call that was answered or declined on another of my devices is not missed.
- **Who wins when two things happen at once?** Whatever the server writes first. Each write compares the version that it has
  read, so exactly one of answer, cancel, decline and timeout wins, and everyone is told the same story.
- **What if both call each other?** The later place is an accept of the earlier call. Nobody is busy, nothing is missed.
- **When does the duration begin?** With the first media packet on either side, not with the answer.
- **What if the server is gone?** Media goes on. An end is told to the other device over the data channel, and to the server
  when it is back, with how long ago it was.
`;

/** The whole page: plain answers, then one diagram for each scenario. */
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

/** The server stands between the caller and the others. */
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
      return `Note over S: ${step.user}'s history: ${inWords(step.entry)}`;
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

function inWords(entry: EntryDraft): string {
  const label = entry.label === 'answered' ? `${(entry.durationMs ?? 0) / 1000} s` : words[entry.label];
  const more = [entry.detail && details[entry.detail], entry.cause].filter(Boolean).join(', ');
  return `${label}${more ? ` (${more})` : ''}, ${entry.direction}`;
}
