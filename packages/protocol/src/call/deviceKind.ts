/** What a device can be held to be. */
export const deviceForms = ['phone', 'tablet', 'computer'] as const;
export type DeviceForm = (typeof deviceForms)[number];

/** The browsers that are told apart; of others the name is not told. */
export const browserNames = ['Chrome', 'Edge', 'Firefox', 'Opera', 'Safari', 'Samsung Internet'] as const;
export type BrowserName = (typeof browserNames)[number];

/** What kind of device somebody has, as it says itself. Closed lists, so that nobody can be recognized by it. */
export interface DeviceKind {
  readonly form: DeviceForm;
  readonly browser?: BrowserName | undefined;
}
