import { randomBytes } from 'node:crypto';
import { addressAt, httpFrom, repeatedly, type Attack, type Attacker } from '../attack.ts';

const addresses = 8;

/** Counts a status as granted, refused, or neither. */
function countStatus({ tally }: Attacker, status: number): void {
  if (status < 400) tally.granted += 1;
  else tally.refused += 1;
}

/** New guests without end, from several addresses. */
export const signIns: Attack = (attacker) =>
  repeatedly(attacker, 32, async (index) => {
    attacker.tally.sent += 1;
    const { status } = await httpFrom(attacker, addressAt(attacker, index % addresses), '/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Guest ${randomBytes(8).toString('hex')}` }),
    });
    countStatus(attacker, status);
  });

/** Tokens and pictures that do not exist, and the page, which does. */
export const lookUps: Attack = (attacker) =>
  repeatedly(attacker, 32, async (index) => {
    attacker.tally.sent += 1;
    const secret = randomBytes(32).toString('base64url');
    const headers = { authorization: `Bearer ${secret}` };
    const address = addressAt(attacker, index % addresses);
    const { status } =
      index % 3 === 0
        ? await httpFrom(attacker, address, '/api/session', { method: 'DELETE', headers })
        : await httpFrom(attacker, address, index % 3 === 1 ? `/api/pictures/${secret}` : '/');
    countStatus(attacker, status);
  });

/** The passwords of as many people as there are tries, from as many addresses as there are. */
export const passwords: Attack = (attacker) =>
  repeatedly(attacker, 32, async () => {
    const n = attacker.tally.sent;
    attacker.tally.sent += 1;
    const { status } = await httpFrom(attacker, addressAt(attacker, n % 200), '/api/session/password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Person ${n % 50}`, password: randomBytes(9).toString('base64url') }),
    });
    countStatus(attacker, status);
  });
