import { readFileSync } from 'node:fs';
import type { Quotas } from '@ringback/relay';
import type { RelayLimits } from '../../config/config.ts';

/** The parts of this process's file descriptors that the relay may use; the rest is for the app and the database. */
const allocationShare = 1 / 2;
const connectionShare = 1 / 4;

/** The relay's quotas. Each allocation and each connection takes a descriptor, of which the system grants `openFiles`. */
export function relayQuotas(limits: RelayLimits, openFiles: number): Partial<Quotas> {
  const connections = Math.min(limits.connections, Math.floor(openFiles * connectionShare));
  return {
    perUser: limits.allocationsPerUser,
    perAddress: limits.allocationsPerAddress,
    total: Math.min(limits.allocations, Math.floor(openFiles * allocationShare)),
    connections,
    connectionsPerAddress: limits.connectionsPerAddress,
    unprovenConnections: Math.ceil(connections / 2),
    bytesPerSecondPerUser: (limits.kbpsPerCall * 1000) / 8,
    bytesPerSecond: (limits.mbps * 1_000_000) / 8,
  };
}

/** How many descriptors this process may have open; infinite where the system does not say, as only Linux does. */
export function openFilesLimit(read: () => string = () => readFileSync('/proc/self/limits', 'utf8')): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(read())?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
