export { openUdp } from './clientSocket.testing.ts';
export { errorOf, overUdp, TurnClient } from './turnClient.testing.ts';
