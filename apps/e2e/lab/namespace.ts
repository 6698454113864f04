import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { ip, run } from './commands.ts';

/** Options for starting a program. */
export interface SpawnOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly stdio: StdioOptions;
}

/**
 * The lab has no IPv6. Otherwise an interface gets one more address a second or two after it is up; Chromium then
 * aborts its requests because the network changed, and a sign-in fails.
 */
const withoutIpv6 =
  'for each in /proc/sys/net/ipv6/conf/*/disable_ipv6; do [ ! -e "$each" ] || echo 1 > "$each"; done';

/** A network namespace with its own interfaces, addresses, routes and packet filters. */
export class Namespace {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  static async create(name: string): Promise<Namespace> {
    await ip(`netns add ${name}`);
    const namespace = new Namespace(name);
    await namespace.run('sh', ['-c', withoutIpv6]);
    await namespace.ip('link set lo up');
    return namespace;
  }

  /** Runs `ip` inside, with arguments separated by spaces. */
  async ip(words: string): Promise<void> {
    await ip(`-n ${this.name} ${words}`);
  }

  /** Runs a program inside, to its end. */
  run(command: string, args: readonly string[], input?: string): Promise<string> {
    return run('ip', ['netns', 'exec', this.name, command, ...args], input);
  }

  /** Loads rules into the packet filter, all of them or none. */
  async filter(rules: string): Promise<void> {
    await this.run('nft', ['-f', '-'], rules);
  }

  /** Starts a program inside. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, command, ...args], options);
  }
}

/**
 * Connects two namespaces by a cable.
 * @param ends the name of each interface; Linux allows at most 15 characters
 */
export async function plug(
  ...ends: readonly [
    { readonly namespace: Namespace; readonly as: string },
    { readonly namespace: Namespace; readonly as: string },
  ]
): Promise<void> {
  const [one, other] = ends;
  await one.namespace.ip(`link add ${one.as} type veth peer name ${other.as} netns ${other.namespace.name}`);
  for (const { namespace, as } of ends) await namespace.ip(`link set ${as} up`);
}
