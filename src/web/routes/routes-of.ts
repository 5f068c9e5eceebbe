import type { Express } from 'express';

export interface Route {
  /** GET answers HEAD as well. */
  method: string;
  /** The pattern, such as `/review/:token`. */
  path: string;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every route that an app answers, read from its router: its parts are all mounted at the root. */
export function routesOf(app: Express): Route[] {
  const read = ({ route, handle }: Layer): Route[] =>
    route ? Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path })) : (handle.stack ?? []).flatMap(read);
  const routes = (app.router as unknown as { stack: Layer[] }).stack.flatMap(read);
  // A path may have a route for each kind of body.
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()];
}
