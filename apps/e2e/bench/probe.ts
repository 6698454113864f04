// Loaded into a server under measurement, which it asks over the channel of a child process, and which knows nothing of it.
process.on('message', (question) => {
  process.send?.(question === 'memory' ? residentBytes() : cpuMs());
});

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Memory is compared after a collection, or it says little; nothing else is, for a server is slower after one than else. */
function residentBytes(): number {
  // Twice, for what finalizers let go of in the first round goes in the second.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss();
}
