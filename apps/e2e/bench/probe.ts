// Loaded into a server under measurement, which it asks over the channel of a child process, and which knows nothing of it.
process.on('message', () => {
  // Twice, for what finalizers let go of in the first round goes in the second. Memory is compared after a collection,
  // or it says little.
  globalThis.gc?.();
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, residentBytes: process.memoryUsage.rss() });
});
