// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';

// Another program that uses a history: `node hold-history.ts FILE KEY` says `held`, and lets go when it is ended.
const [, , file = '', key = ''] = process.argv;
const database = new Database(file);
database.pragma(`cipher = 'sqlcipher'`);
database.pragma(`key = "x'${key}'"`);
database.pragma('locking_mode = EXCLUSIVE');
database.exec('BEGIN EXCLUSIVE');
database.prepare('SELECT count(*) FROM sqlite_master').get();
console.log('held');
process.stdin.resume().on('end', () => database.close());
