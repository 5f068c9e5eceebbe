/** Opens the store named in the first argument, says so, and holds it until it is told to end or killed. */
import { openStore } from '../../src/store/open-store.ts';

try {
  const store = await openStore(JSON.parse(process.argv[2]!));
  console.log('open');
  process.stdin.once('end', () => store.close()).resume();
} catch (error) {
  console.log((error as { code: string }).code);
}
