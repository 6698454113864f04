/**
 * Options of Node for the server, by which its young objects have room, in MiB. Under load they then die young instead
 * of being moved about: the slowest of a hundred calls rings after 7 ms in place of 9, the median after 2.0 in place of 2.1
 * (`npm run bench:signaling`, two cores). It costs that memory.
 */
export const serverFlags = ['--min-semi-space-size=16', '--max-semi-space-size=32'];
