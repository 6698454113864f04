import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { endReasons } from '../call/call.ts';
import { flowsPage, play } from './flowsPage.ts';
import { entryStatuses } from '../call/historyEntries.ts';
import { scenarios } from './scenarios.ts';
import { callId } from './simulatedServer.ts';

const page = new URL('../../../../docs/flows.md', import.meta.url);

describe('scenarios', () => {
  it.each(scenarios)('$title', (scenario) => {
    const server = play(scenario);
    expect(server.find(callId(1))).toMatchObject({ phase: 'ended', end: { reason: scenario.end } });
    const entries = server.entries.filter((entry) => entry.callId === callId(1));
    const [caller, callee] = entries;
    expect(entries).toHaveLength(2);
    expect(caller).toMatchObject({ ...entryStatuses[scenario.end].caller, direction: 'outgoing' });
    expect(callee).toMatchObject({ ...entryStatuses[scenario.end].callee, direction: 'incoming' });
  });

  it('every end reason has a scenario', () => {
    expect(new Set(scenarios.map((scenario) => scenario.end))).toEqual(new Set(endReasons));
  });

  it('docs/flows.md is current; `npm run flows` writes it again', async () => {
    expect(await readFile(page, 'utf8')).toBe(flowsPage());
  });
});
