declare global {
  interface Window {
    /** The used part of Trusted Types (W3C), which TypeScript's library does not declare. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (input: string) => string },
      ): ScriptUrlPolicy;
    };
  }
}

interface ScriptUrlPolicy {
  createScriptURL(input: string): URL;
}

let policy: ScriptUrlPolicy | undefined;

/**
 * Lets a script of the app's own build start as a worker: under Trusted Types, no plain string is accepted. Throws for any
 * other address. There is one policy for the page, because the server allows one by its name.
 */
export function trustedScript(address: string): string | URL {
  policy ??= window.trustedTypes?.createPolicy('ringback-worker', { createScriptURL: checked });
  return policy?.createScriptURL(address) ?? checked(address);
}

/** What the server delivers from elsewhere may come from its users. */
function checked(address: string): string {
  const { origin, pathname } = new URL(address, location.origin);
  const isBuilt = pathname === '/worker.js' || pathname.startsWith('/assets/') || import.meta.env.DEV;
  if (origin !== location.origin || !isBuilt) throw new TypeError('This script is not a part of the app.');
  return address;
}
