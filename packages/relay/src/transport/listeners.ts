import type { AddressBook } from '../address/addressBook.ts';
import { listenStream, type Certificate, type StreamHouse, type StreamListener } from './streamListener.ts';
import { listenUdp, type UdpListener } from './udpListener.ts';

/** Ports tried, one after the other, when the wanted one is taken. */
const mostPortsTried = 50;
/** All addresses of both families. */
const everywhere = '::';
const everywhereIpv4 = '0.0.0.0';

/** Where clients arrive. */
export interface Doors {
  readonly port: number;
  readonly tlsPort: number | undefined;
  /** Listens for datagrams at addresses that are new. */
  readonly follow: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What is opened. */
export interface DoorSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: (Certificate & { readonly port: number }) | undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Tries one port after the other while they are taken. Port 0 lets the system choose, and may have to try again. */
async function nextFree<T>(first: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const port = first === 0 ? 0 : first + tried - 1;
    try {
      return await open(port);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE' || tried >= mostPortsTried || port >= 65_535) throw error;
    }
  }
}

/**
 * Opens the ports: UDP and TCP at the same number, and TLS at its own.
 *
 * @throws the system's error, if a port cannot be had or fifty in a row are taken
 */
export async function openDoors(
  { host, port, tls }: DoorSettings,
  addresses: AddressBook,
  house: StreamHouse,
): Promise<Doors> {
  const main = await nextFree(port, (each) => openMain(host, each, addresses, house));
  const secure =
    tls === undefined
      ? undefined
      : await nextFree(tls.port, (each) => listenAll(host, each, tls, house)).catch(
          async (error: unknown) => {
            await main.close();
            throw error;
          },
        );
  return {
    port: main.tcp.port,
    tlsPort: secure?.port,
    follow: main.follow,
    close: async () => {
      await Promise.all([main.close(), secure?.close()]);
    },
  };
}

/** Listens at both families, or at IPv4 alone on a machine without the other one. */
async function listenAll(
  host: string,
  port: number,
  certificate: Certificate | undefined,
  house: StreamHouse,
): Promise<StreamListener> {
  try {
    return await listenStream(host, port, certificate, house);
  } catch (error) {
    const isWithoutIpv6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(error));
    if (host !== everywhere || !isWithoutIpv6) throw error;
    return listenStream(everywhereIpv4, port, certificate, house);
  }
}

interface MainDoor {
  readonly tcp: StreamListener;
  readonly follow: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openMain(
  host: string,
  port: number,
  addresses: AddressBook,
  house: StreamHouse,
): Promise<MainDoor> {
  const tcp = await listenAll(host, port, undefined, house);
  const byAddress = new Map<string, UdpListener>();
  let isClosed = false;
  const close = async (): Promise<void> => {
    isClosed = true;
    for (const listener of byAddress.values()) listener.close();
    await tcp.close();
  };
  const open = async (address: string): Promise<void> => {
    const listener = await listenUdp(address, tcp.port, house);
    if (isClosed) listener.close();
    else byAddress.set(address, listener);
  };
  try {
    for (const address of addresses.listening()) await open(address);
  } catch (error) {
    await close();
    throw error;
  }
  const follow = async (): Promise<void> => {
    const added = addresses.listening().filter((address) => !byAddress.has(address));
    // An address may not be ready yet, or be gone again: it is tried the next time.
    await Promise.allSettled(added.map(open));
  };
  return { tcp, follow, close };
}
