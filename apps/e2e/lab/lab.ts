import type { Browser, BrowserType } from '@playwright/test';
import type { Browser as Firefox } from 'puppeteer-core';
import { launchBrowser } from './browser.ts';
import { startCoturn } from './coturn.ts';
import { Home } from './home.ts';
import { startInternet, type Internet } from './internet/internet.ts';
import { launchLabFirefox } from './labFirefox.ts';
import { prefix, removeLeftovers, removeOwn } from './leftovers.ts';
import { Namespace } from './namespace.ts';
import { addresses, startApp, type AppServer, type Service } from './publicHost.ts';

/**
 * A small internet on one machine, in network namespaces.
 *
 *   ada ───┐                                                ┌─── grace
 *          ├── router (NAT, cuts) ── internet ── router ────┘
 *   ida ───┘                           │
 *                                 public host: Ringback with its relay, coturn
 *
 * The internet between the three sites delays and loses packets as it is told, and the routers translate addresses and
 * cut as they are told, in calls under way as well. Nothing of it reaches the machine's own network.
 */
export interface Lab {
  readonly internet: Internet;
  readonly homes: { readonly ada: Home; readonly grace: Home };
  readonly publicHost: Namespace;
  /** A browser on a host: two homes, the first with two people. Started on first use. */
  readonly browserOf: (who: Who) => Promise<Browser>;
  /** Firefox on a host, started on first use. */
  readonly firefoxOf: (who: Who) => Promise<Firefox>;
  /** Ringback's server, started on first use and reused while the settings are the same. One runs at a time. */
  readonly app: (settings?: Readonly<Record<string, string>>) => Promise<AppServer>;
  readonly startCoturn: () => Promise<Service>;
  /** Restores the defaults: no cuts, cone routers, a perfect internet. */
  readonly heal: () => Promise<void>;
  /** Stops everything. */
  readonly dispose: () => Promise<void>;
}

export type Who = 'ada' | 'ida' | 'grace';

/**
 * Builds a lab, after removing the remains of one that ended early.
 * @param chromium starts its browsers
 * @param program the browser; without one, Playwright's own
 */
export async function createLab(chromium: BrowserType, program?: string): Promise<Lab> {
  await removeLeftovers();
  try {
    return await build(chromium, program);
  } catch (error) {
    await removeOwn();
    throw error;
  }
}

async function build(chromium: BrowserType, program?: string): Promise<Lab> {
  const internet = await startInternet(await Namespace.create(`${prefix}internet`));
  const publicHost = await Namespace.create(`${prefix}public`);
  await internet.connect('public', publicHost);
  for (const address of Object.values(addresses))
    await publicHost.ip(`addr add ${address}/24 dev public-wan`);
  const homes = {
    ada: await Home.create('ada', internet, prefix),
    grace: await Home.create('grace', internet, prefix),
  };
  const hosts: Readonly<Record<Who, Namespace>> = {
    ada: await homes.ada.addHost(),
    ida: await homes.ada.addHost(),
    grace: await homes.grace.addHost(),
  };
  const browsers = new Map<Who, Promise<Browser>>();
  const firefoxes = new Map<Who, Promise<Firefox>>();
  const apps = oneAtATime(publicHost);

  return {
    internet,
    homes,
    publicHost,
    browserOf: (who) => {
      const browser = browsers.get(who) ?? launchBrowser(chromium, hosts[who], program);
      browsers.set(who, browser);
      return browser;
    },
    firefoxOf: (who) => {
      const firefox = firefoxes.get(who) ?? launchLabFirefox(hosts[who]);
      firefoxes.set(who, firefox);
      return firefox;
    },
    app: apps.get,
    startCoturn: () => startCoturn(publicHost),
    heal: async () => {
      await internet.set({});
      for (const home of Object.values(homes)) {
        await home.translate('cone');
        await home.cut();
      }
    },
    dispose: async () => {
      for (const browser of [...browsers.values(), ...firefoxes.values()]) await (await browser).close();
      await apps.stop();
      await removeOwn();
    },
  };
}

/** Keeps one Ringback server, and replaces it when other settings are requested. */
function oneAtATime(host: Namespace) {
  let running: { readonly key: string; readonly server: AppServer } | undefined;
  const stop = async (): Promise<void> => {
    await running?.server.stop();
    running = undefined;
  };
  return {
    stop,
    get: async (settings: Readonly<Record<string, string>> = {}): Promise<AppServer> => {
      const key = JSON.stringify(settings);
      if (running?.key === key) return running.server;
      await stop();
      running = { key, server: await startApp(host, settings) };
      return running.server;
    },
  };
}
