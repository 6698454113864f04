import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { nodePath } from '@ringback/tooling';
import type { Namespace } from '../namespace.ts';
import {
  perfect,
  perfectUplink,
  type Conditions,
  type Instruction,
  type UplinkConditions,
} from './conditions.ts';
import { sites } from './sites.ts';

/** The network between the sites of a lab. */
export interface Internet {
  /** Moves the uplink of a site to its namespace. */
  readonly connect: (site: keyof typeof sites, to: Namespace) => Promise<void>;
  /** Sets the conditions for packets from now on; omitted ones are those of a perfect network, and all uplinks are perfect. */
  readonly set: (conditions: Partial<Conditions>) => Promise<void>;
  /** Sets the conditions of one site's uplink, on top of these. */
  readonly setUplink: (site: keyof typeof sites, conditions: Partial<UplinkConditions>) => Promise<void>;
}

const opener = fileURLToPath(new URL('openTunnels.pl', import.meta.url));
const server = fileURLToPath(new URL('serve.ts', import.meta.url));

/** Starts the internet in a namespace, from which the uplinks move to their sites. It ends with the namespace. */
export async function startInternet(at: Namespace): Promise<Internet> {
  const uplinks = Object.values(sites).map(({ uplink }) => uplink);
  const child = at.spawn('perl', [opener, uplinks.join(','), nodePath(), server], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // One thread for each tunnel that waits, and some for Node's other work.
    env: { ...process.env, UV_THREADPOOL_SIZE: String(uplinks.length + 4) },
  });
  const answer = async (): Promise<void> => {
    const waiting = new AbortController();
    const { signal } = waiting;
    const gone = once(child, 'exit', { signal }).then(() => {
      throw new Error('The internet of the lab ended.');
    });
    await Promise.race([once(child, 'message', { signal }), gone]).finally(() => waiting.abort());
  };
  await answer();
  const instruct = async (instruction: Instruction): Promise<void> => {
    const changed = answer();
    child.send(instruction);
    await changed;
  };
  return {
    connect: async (site, to) => {
      const { uplink, network } = sites[site];
      await at.ip(`link set ${uplink} netns ${to.name}`);
      await to.ip(`addr add ${network}.1/24 dev ${uplink}`);
      await to.ip(`link set ${uplink} up`);
      await to.ip(`route add default dev ${uplink}`);
    },
    set: (conditions) => instruct({ site: null, conditions: { ...perfect, ...conditions } }),
    setUplink: (site, conditions) => instruct({ site, conditions: { ...perfectUplink, ...conditions } }),
  };
}
