// Plays a process that a file has sent into an endless loop.
process.on('message', () => {});
process.on('disconnect', () => process.exit());
