// Loaded into a server under measurement: memory is compared after a collection, or it says little.
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  process.stdout.write('collected\n');
});
