import { Router, type Request, type Response } from 'express';
import type { CopyFormat } from '../../actions/plan-copy.ts';
import { callerOf } from '../network.ts';
import type { WebParts } from '../parts.ts';
import { sendLinkGone } from './door.ts';
import { planDoors } from './plan-doors.ts';

const files: Record<CopyFormat, string> = { pdf: 'plan.pdf', calendar: 'plan.ics', fhir: 'plan.fhir.json' };

/** Copies of a plan to take along, below the plan's page and behind its door. Making one takes a moment of the machine, so they are counted. */
export function copyPages(parts: WebParts, limits: { copy(address: string): void }): Router {
  const router = Router();
  for (const { path, door, keyOf, as } of planDoors(parts)) {
    for (const [format, name] of Object.entries(files) as [CopyFormat, string][]) {
      // The record is for other record systems, between those who keep such.
      if (format === 'fhir' && as === 'client') continue;
      router.get(`${path}/${name}`, door, async (request: Request, response: Response) => {
        // Express brings HEAD here too: whoever only asks what this is gets no copy made, and none on record.
        if (request.method === 'HEAD') return response.attachment(name).end();
        limits.copy(callerOf(request));
        const copy = await parts.plans.copy(keyOf(request), as, format);
        if (!copy) return sendLinkGone(parts, request, response);
        const { type, body } = copy;
        response.attachment(name).type(type).send(typeof body === 'string' ? body : Buffer.from(body));
      });
    }
  }
  return router;
}
