/** As much of Trusted Types (W3C) as is used. What a policy makes is taken wherever an address is. */
interface Window {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { readonly createScriptURL: (input: string) => string },
    ): { createScriptURL(input: string): URL };
  };
}
