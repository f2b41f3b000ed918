// Plays a process that a file makes take all the memory there is.
process.on('message', () => {
  const taken: number[][] = [];
  for (;;) taken.push(Array.from({ length: 10_000 }, () => Math.random()));
});
process.on('disconnect', () => process.exit());
