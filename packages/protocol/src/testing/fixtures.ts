import { deviceId, userId, type TestDevice } from './simulatedServer.ts';

const tab = (user: string, userNumber: number, device: number, label: string): TestDevice => ({
  user,
  label,
  userId: userId(userNumber),
  deviceId: deviceId(device),
});

/** The users of the tests: two with two tabs each, and a third. */
export const ada = tab('Ada', 1, 11, 'Ada');
export const ada2 = tab('Ada', 1, 12, 'Ada (second tab)');
export const grace = tab('Grace', 2, 21, 'Grace');
export const grace2 = tab('Grace', 2, 22, 'Grace (second tab)');
export const mary = tab('Mary', 3, 31, 'Mary');
export const everyone = [ada, ada2, grace, grace2, mary] as const;
