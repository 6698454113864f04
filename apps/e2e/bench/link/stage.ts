import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { ensureWebBuild, findBrowser, nodePath } from '@ringback/tooling';
import { openFoxPage, signInFox } from '../../firefox/foxPage.ts';
import type { FoxPerson } from '../../firefox/foxPerson.ts';
import { joinLab, openPage } from '../../lab/joinLab.ts';
import { createLab, type Lab } from '../../lab/lab.ts';
import { appForFirefox } from '../../lab/labFirefox.ts';
import { timelineProbe } from '../../lab/timeline.ts';
import { addresses, origins } from '../../lab/publicHost.ts';
import type { Ends } from '../../lab/labCall.ts';
import type { Person } from '../../support/person.ts';

/** Ringback's people and bare pages, in the same browsers on the same hosts. */
export interface Stage {
  readonly lab: Lab;
  readonly people: Ends<Person>;
  readonly bare: Ends<Page>;
  /** A third person, in Firefox on the callee's host. */
  readonly fox: FoxPerson;
  readonly dispose: () => Promise<void>;
}

const hosts = { caller: 'ada', callee: 'grace' } as const;
const names = { caller: 'Ada', callee: 'Grace' } as const;

/** Builds a lab with two people and two bare pages. */
export async function openStage(): Promise<Stage> {
  await ensureWebBuild();
  const lab = await createLab(chromium, findBrowser(process.env) ?? undefined);
  try {
    await startBareServer(lab);
    const { url } = await lab.app();
    return {
      lab,
      people: { caller: await person(lab, url, 'caller'), callee: await person(lab, url, 'callee') },
      bare: { caller: await barePage(lab, 'caller'), callee: await barePage(lab, 'callee') },
      fox: await personInFirefox(lab),
      dispose: lab.dispose,
    };
  } catch (error) {
    await lab.dispose();
    throw error;
  }
}

/** The server strips the types of the page's script, which Node reports as experimental. */
const quiet = ['--disable-warning=ExperimentalWarning'];

/** The process ends with the lab. */
async function startBareServer({ publicHost }: Lab): Promise<void> {
  const script = fileURLToPath(new URL('bareServer.ts', import.meta.url));
  const child = publicHost.spawn(nodePath(), [...quiet, script, addresses.bare, '443'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout !== null) await once(child.stdout, 'data');
}

const onFault = (fault: string): void => console.log(`  a page threw: ${fault}`);

async function person(lab: Lab, url: string, role: keyof typeof hosts): Promise<Person> {
  const joined = await joinLab({ lab, url, who: hosts[role], name: names[role], onFault });
  return joined.person;
}

async function personInFirefox(lab: Lab): Promise<FoxPerson> {
  const profile = await (await lab.firefoxOf(hosts.callee)).createBrowserContext();
  const page = await openFoxPage(profile, onFault);
  await page.evaluateOnNewDocument(timelineProbe);
  return signInFox(page, appForFirefox, 'Mary');
}

async function barePage(lab: Lab, role: keyof typeof hosts): Promise<Page> {
  const { page } = await openPage({ lab, who: hosts[role] });
  await page.goto(origins.bare);
  return page;
}
