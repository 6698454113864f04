import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { openDatabase } from '../storage/database.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../storage/storage.ts';
import { AuditLog } from './auditLog.ts';
import { auditOperations, type AuditOperations } from './auditLogSql.ts';

const dayMs = 24 * 60 * 60 * 1000;
const ada = v.parse(UserId, '6f9619ff-8b86-4d01-b42d-00cf4fc964ff');

/** An audit log on a database of its own; `now` can be set. */
async function withAudit(
  act: (audit: AuditLog, clock: { now: number }, all: () => ReturnType<AuditLog['page']>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-audit-'));
  const database = await openDatabase(folder);
  const handlers = auditOperations(database.db);
  const storage: Storage<AuditOperations> = {
    run: (name, input) => handlers[name](input),
    close: () => database.close(),
  };
  const clock = { now: 10 * dayMs };
  const audit = new AuditLog({ storage, auditDays: 3, log: createLog('silent'), now: () => clock.now });
  const all = () => audit.page({ days: 365, before: undefined, userId: undefined, limit: 5_000 });
  try {
    await act(audit, clock, all);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

test('a flood of refusals from ever new addresses takes a bounded number of rows, and none is lost from the count', () =>
  withAudit(async (audit, _clock, all) => {
    for (let n = 0; n < 5_000; n++) audit.record({ kind: 'wrongCredential', addressKey: `address ${n}` });
    audit.record({ kind: 'signedIn', userId: ada });
    const rows = await all();
    expect(rows.length).toBeLessThan(1_100);
    const refused = rows.filter(({ kind }) => kind === 'wrongCredential');
    expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(rows.filter(({ kind }) => kind === 'signedIn')).toMatchObject([{ userId: ada, count: 1 }]);
  }));

test('equal addresses are told to be equal on one day, and not across days', () =>
  withAudit(async (audit, clock, all) => {
    const signIn = { kind: 'signedIn', userId: ada, addressKey: '198.51.100.7' } as const;
    audit.record(signIn);
    audit.record(signIn);
    await audit.flush();
    clock.now += dayMs;
    audit.record(signIn);
    const [later, second, first] = (await all()).map(({ addressHash }) => addressHash);
    expect(first).toBe(second);
    expect(later).not.toBe(first);
    expect(JSON.stringify(await all())).not.toContain('198.51.100.7');
  }));

test('what is older than the days that are kept goes with the next start', () =>
  withAudit(async (audit, clock, all) => {
    audit.record({ kind: 'signedIn', userId: ada });
    await audit.flush();
    clock.now += 4 * dayMs;
    audit.record({ kind: 'renamed', userId: ada });
    await audit.flush();
    await audit.start();
    await audit.stop();
    expect((await all()).map(({ kind }) => kind)).toEqual(['renamed']);
  }));
