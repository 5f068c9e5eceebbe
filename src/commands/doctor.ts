import type { Command } from 'commander';
import { examine } from '../doctor.ts';
import { CairnError } from '../errors.ts';
import type { Tools } from './tools.ts';

export function addCommands(doctor: Command, { print }: Tools): void {
  doctor.action(async () => {
    let faults = 0;
    for await (const { ok, what, remedy } of examine()) {
      print(`${ok ? 'ok    ' : 'FAULT '} ${what}${!ok && remedy ? `\n        ${remedy}` : ''}`);
      if (!ok) faults += 1;
    }
    if (faults > 0) throw new CairnError('config-invalid', faults === 1 ? 'One thing needs to be put right.' : `${faults} things need to be put right.`);
    print('Everything is as it should be.');
  });
}
