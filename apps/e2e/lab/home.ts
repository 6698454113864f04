import { cutRules, type Cut } from './cuts.ts';
import { sites } from './internet/sites.ts';
import type { Internet } from './internet/internet.ts';
import { meterRules, readMeter, type Traffic } from './meter.ts';
import { Namespace, plug } from './namespace.ts';
import { guardRules, natRules, type Nat } from './nat.ts';

/** Hosts of a home, by the last number of their address. */
const firstHost = 2;

/** A home: a router with a public address, and hosts behind it with private ones. */
export class Home {
  /** The public address of everyone in this home. */
  readonly address: string;
  readonly #router: Namespace;
  readonly #uplink: string;
  readonly #lan: string;
  readonly #prefix: string;
  #hosts = 0;

  private constructor(router: Namespace, site: 'ada' | 'grace', prefix: string) {
    const { uplink, network } = sites[site];
    this.address = `${network}.1`;
    this.#router = router;
    this.#uplink = uplink;
    this.#lan = site === 'ada' ? '192.168.1' : '192.168.2';
    this.#prefix = `${prefix}${site}-`;
  }

  static async create(site: 'ada' | 'grace', internet: Internet, prefix: string): Promise<Home> {
    const router = await Namespace.create(`${prefix}${site}-router`);
    const home = new Home(router, site, prefix);
    await internet.connect(site, router);
    await router.ip('link add lan type bridge');
    await router.ip(`addr add ${home.#lan}.1/24 dev lan`);
    await router.ip('link set lan up');
    await router.run('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
    await router.filter(guardRules(home.#uplink));
    await home.translate('cone');
    await home.cut();
    return home;
  }

  /** Adds a host with a cable to the router. */
  async addHost(): Promise<Namespace> {
    const number = firstHost + this.#hosts;
    this.#hosts += 1;
    const host = await Namespace.create(`${this.#prefix}host${number}`);
    const port = `port${number}`;
    await plug({ namespace: this.#router, as: port }, { namespace: host, as: 'eth0' });
    await this.#router.ip(`link set ${port} master lan`);
    await host.ip(`addr add ${this.#lan}.${number}/24 dev eth0`);
    await host.ip(`route add default via ${this.#lan}.1`);
    return host;
  }

  /** Sets how new connections are translated. */
  async translate(nat: Nat): Promise<void> {
    await this.#router.filter(natRules(nat, this.#uplink));
  }

  /** Drops these packets, and no others. */
  async cut(...cuts: readonly Cut[]): Promise<void> {
    await this.#router.filter(cutRules(cuts, this.#uplink));
  }
  /** Starts to count datagrams between this home and an address; the returned function reads the count. */
  async meterUdp(address: string): Promise<() => Promise<Traffic>> {
    await this.#router.filter(meterRules(address));
    return async () =>
      readMeter(await this.#router.run('nft', ['list', 'counter', 'inet', 'traffic', 'datagrams']));
  }
}
