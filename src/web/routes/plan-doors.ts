import type { Request, RequestHandler } from 'express';
import type { Party } from '../../core/plan/plan.ts';
import { readPerson } from '../cookies.ts';
import type { PlanKey, WebParts } from '../parts.ts';
import { doorTo } from './door.ts';

/** One of the ways to a plan's page. */
export interface PlanDoor {
  /** The page's own path; what belongs to the page lies below it. */
  path: string;
  /** In front of it and of everything below. */
  door: RequestHandler;
  keyOf(request: Request): PlanKey;
  as: Party;
  fromChat: boolean;
}

export const planDoors = (parts: WebParts): PlanDoor[] => [
  { path: '/review/:token', door: doorTo(parts, '/review'), keyOf: keyInAddress, as: 'therapist', fromChat: false },
  { path: '/desk/:token/plan/:planId', door: doorTo(parts, '/desk'), keyOf: keyInAddress, as: 'therapist', fromChat: false },
  { path: '/plan/:token', door: doorTo(parts, '/plan'), keyOf: keyInAddress, as: 'client', fromChat: false },
  // Whoever is in the chat with this browser needs no link, and no code either.
  { path: '/p/:slug/my-plan', door: ajar, keyOf: keyInCookie, as: 'client', fromChat: true },
];

const keyInAddress = ({ params }: Request): PlanKey =>
  ({ token: String(params.token), ...(params.planId ? { planId: String(params.planId) } : {}) });

/** Without a cookie the token is none that anybody has. */
const keyInCookie = (request: Request): PlanKey => ({ token: readPerson(request, String(request.params.slug)) ?? '' });

const ajar: RequestHandler = (_request, _response, next) => next();
