import { holdLock } from '../../src/store/advisory-lock.ts';

/** A process that tries for a lock and tells what becomes of it. */
const [url, name] = process.argv.slice(2);
holdLock(url, name!, {
  onHeld: () => process.stdout.write('held\n'),
  onLost: () => process.stdout.write('lost\n'),
});
