import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ip } from './commands.ts';

/** Prefix of every namespace of every lab, followed by the id of the process that runs it. */
const family = 'ringlab';

/** The prefix of the names of everything that this process makes. */
export const prefix = `${family}-${process.pid}-`;

/** Removes the remains of labs whose process is gone. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await namespaces()) {
    const owner = new RegExp(`^${family}-(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) await remove(name);
  }
}

/** Removes everything that this process made. */
export async function removeOwn(): Promise<void> {
  for (const name of await namespaces()) if (name.startsWith(prefix)) await remove(name);
}

async function namespaces(): Promise<string[]> {
  const listed = await ip('netns list');
  return listed.split('\n').flatMap((line) => line.split(' ')[0] || []);
}

/** The kernel removes a namespace, with its interfaces, once its last process is gone. */
async function remove(name: string): Promise<void> {
  await endProcesses(name);
  await ip(`netns del ${name}`);
}

/** A process that was just starting another one may leave that behind, so this looks more than once. */
async function endProcesses(name: string): Promise<void> {
  for (let looks = 0; looks < 20; looks += 1) {
    const listed = await ip(`netns pids ${name}`);
    const pids = listed.split('\n').filter((line) => line !== '');
    if (pids.length === 0) return;
    for (const pid of pids) kill(Number(pid));
    await delay(50);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
