// Plays a process that a file has taken over: what it says has no meaning to main.
process.on('message', () => process.send?.({ ok: true, content: { kind: 'program', text: 7 } }));
process.on('disconnect', () => process.exit());
