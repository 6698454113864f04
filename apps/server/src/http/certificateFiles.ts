import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config/config.ts';
import { StartError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';

/** A certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Renewals happen days before the old certificate ends, so this is soon enough and costs nothing. */
const checkMs = 10_000;

/**
 * The files of `TLS_CERT` and `TLS_KEY`. They are read again when they change, so that a renewed certificate needs no
 * restart, which would interrupt relayed calls. Looking at intervals also works for links, which is how certificates are
 * usually replaced.
 */
export class CertificateFiles {
  readonly #paths: NonNullable<Config['tls']>;
  readonly #log: Log;
  readonly #listeners: ((certificate: Certificate) => void)[] = [];
  #current: Certificate;
  /** What was refused last, so that it is refused once. */
  #refused = '';
  #timer: NodeJS.Timeout | undefined;

  /** @throws {StartError} when the files cannot be used. */
  constructor(paths: NonNullable<Config['tls']>, log: Log) {
    this.#paths = paths;
    this.#log = log;
    try {
      this.#current = this.#read();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartError(`TLS_CERT and TLS_KEY cannot be used: ${reason}.`, { cause: error });
    }
  }

  get current(): Certificate {
    return this.#current;
  }

  /** Calls back with each later certificate. */
  onChange(listener: (certificate: Certificate) => void): void {
    this.#listeners.push(listener);
  }

  /** Looks at the files at intervals. */
  start(): void {
    this.#timer = setInterval(() => this.check(), checkMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Takes over what has changed. While only one of both files is new, the old certificate stays in use. */
  check(): void {
    try {
      const next = this.#read();
      this.#refused = '';
      if (next.cert === this.#current.cert && next.key === this.#current.key) return;
      this.#current = next;
      for (const listener of this.#listeners) listener(next);
      this.#log.info('The certificate has changed and is in use.');
    } catch (err) {
      const reason = String(err);
      if (reason !== this.#refused)
        this.#log.warn(
          { err },
          'The files of TLS_CERT and TLS_KEY cannot be used. The old certificate stays in use.',
        );
      this.#refused = reason;
    }
  }

  #read(): Certificate {
    const certificate = {
      cert: readFileSync(this.#paths.cert, 'utf8'),
      key: readFileSync(this.#paths.key, 'utf8'),
    };
    createSecureContext(certificate);
    return certificate;
  }
}
