// Loaded into a server under measurement, which it asks over the channel of a child process, and which knows nothing of it.
process.on('message', (question) => {
  process.send?.(question === 'memory' ? residentBytes() : cpuMs());
});

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Memory is only comparable after a collection; nothing else is measured after one, because it slows the server down.
 */
function residentBytes(): number {
  // Twice, because objects released by finalizers in the first round are collected in the second.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss();
}
