import type { HostAddresses } from '../address/hostAddresses.ts';
import type { Certificate } from '../core/options.ts';
import { listenStream, type StreamListener, type StreamListenerDeps } from './streamListener.ts';
import { errorCodeOf } from './udpSocket.ts';
import { listenUdp, type UdpListener } from './udpListener.ts';

/** Bounds the search for a free port. */
const maxPortsTried = 50;
const wildcard = '::';
const ipv4Wildcard = '0.0.0.0';

/** The open ports for clients. */
export interface Listeners {
  readonly port: number;
  readonly secondPort: number | undefined;
  readonly tlsPort: number | undefined;
  /** Uses another certificate for new TLS connections. */
  readonly setCertificate: (certificate: Certificate) => void;
  /** Opens UDP sockets at addresses that the machine has gained. */
  readonly addNewAddresses: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ListenSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: (Certificate & { readonly port: number }) | undefined;
}

/** Tries successive ports while they are taken. With port 0 the system chooses, and UDP may need another try. */
async function openFirstFree<T>(first: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const port = first === 0 ? 0 : first + tried - 1;
    try {
      return await open(port);
    } catch (error) {
      if (errorCodeOf(error) !== 'EADDRINUSE' || tried >= maxPortsTried || port >= 65_535) throw error;
    }
  }
}

/**
 * Opens UDP and TCP at the same port number, UDP at a second one, and TLS at another.
 *
 * @throws the system's error, if a port cannot be opened or fifty in a row are taken
 */
export async function openListeners(
  { host, port, tls }: ListenSettings,
  addresses: HostAddresses,
  deps: StreamListenerDeps,
): Promise<Listeners> {
  const main = await openFirstFree(port, (each) => openMainListeners(host, each, addresses, deps));
  const secure =
    tls === undefined
      ? undefined
      : await openFirstFree(tls.port, (each) => listenAll(host, each, tls, deps)).catch(
          async (error: unknown) => {
            await main.close();
            throw error;
          },
        );
  const second = await openSecondPort(port === 0 ? 0 : main.tcp.port + 1, addresses, deps);
  return {
    port: main.tcp.port,
    secondPort: second?.port,
    tlsPort: secure?.port,
    setCertificate: (certificate) => secure?.setCertificate(certificate),
    addNewAddresses: async () => {
      await Promise.all([main.addNewAddresses(), second?.addNewAddresses()]);
    },
    close: async () => {
      second?.close();
      await Promise.all([main.close(), secure?.close()]);
    },
  };
}

/** Listens at both address families, or at IPv4 alone on a machine without IPv6. */
async function listenAll(
  host: string,
  port: number,
  certificate: Certificate | undefined,
  deps: StreamListenerDeps,
): Promise<StreamListener> {
  try {
    return await listenStream(host, port, certificate, deps);
  } catch (error) {
    const isWithoutIpv6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(errorCodeOf(error));
    if (host !== wildcard || !isWithoutIpv6) throw error;
    return listenStream(ipv4Wildcard, port, certificate, deps);
  }
}

interface MainListeners {
  readonly tcp: StreamListener;
  readonly addNewAddresses: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openMainListeners(
  host: string,
  port: number,
  addresses: HostAddresses,
  deps: StreamListenerDeps,
): Promise<MainListeners> {
  const tcp = await listenAll(host, port, undefined, deps);
  try {
    const udp = await openUdpPort(tcp.port, addresses, deps);
    const close = async (): Promise<void> => {
      udp.close();
      await tcp.close();
    };
    return { tcp, addNewAddresses: udp.addNewAddresses, close };
  } catch (error) {
    await tcp.close();
    throw error;
  }
}

/** One UDP port at all addresses of this machine. */
interface UdpPort {
  readonly port: number;
  readonly addNewAddresses: () => Promise<void>;
  readonly close: () => void;
}

async function openUdpPort(
  wanted: number,
  addresses: HostAddresses,
  deps: StreamListenerDeps,
): Promise<UdpPort> {
  const byAddress = new Map<string, UdpListener>();
  let port = wanted;
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
    for (const listener of byAddress.values()) listener.close();
  };
  const open = async (address: string): Promise<void> => {
    const listener = await listenUdp(address, port, deps);
    port = listener.port;
    if (isClosed) listener.close();
    else byAddress.set(address, listener);
  };
  try {
    for (const address of addresses.listening()) await open(address);
  } catch (error) {
    close();
    throw error;
  }
  const addNewAddresses = async (): Promise<void> => {
    const added = addresses.listening().filter((address) => !byAddress.has(address));
    // An address may not be ready yet, or have been removed: the next call tries again.
    await Promise.allSettled(added.map(open));
  };
  return { port, addNewAddresses, close };
}

/** The second port only serves check-ups, so the relay runs without it if none is free. */
async function openSecondPort(
  first: number,
  addresses: HostAddresses,
  deps: StreamListenerDeps,
): Promise<UdpPort | undefined> {
  try {
    return await openFirstFree(first, (port) => openUdpPort(port, addresses, deps));
  } catch {
    return undefined;
  }
}
