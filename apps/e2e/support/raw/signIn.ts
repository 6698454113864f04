import { SignedIn } from '@ringback/protocol';
import * as v from 'valibot';

/**
 * Signs in as a guest, on a device of its own.
 * @throws {Error} with the status when the server refuses.
 */
export async function signIn(url: string, name: string): Promise<SignedIn> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`The sign-in was answered with ${response.status}.`);
  return v.parse(SignedIn, await response.json());
}
