import { AppError } from '../../../shared/errors.ts';

// Plays a process that a file has taken over: it tells of an error that is none of a file's.
process.on('message', () => process.send?.({ ok: false, error: new AppError('sign-in-required').toData() }));
process.on('disconnect', () => process.exit());
