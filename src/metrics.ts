import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CountedEvent } from './actions/app.ts';

/** Numbers for an operator. Labels are fixed words; nothing a person wrote or is called ever becomes one. */
export interface Metrics {
  count(event: CountedEvent): void;
  onRequest(facts: { method: string; route: string; status: number; milliseconds: number }): void;
  read(): Promise<{ contentType: string; text: string }>;
}

export function createMetrics(unsent: () => Promise<number>): Metrics {
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0]! });
  const events = new Counter({ name: 'cairn_events_total', help: 'What happened, by kind.', labelNames: ['event'], registers });
  const requests = new Histogram({
    name: 'cairn_http_request_seconds', help: 'Time to answer a request.', labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers,
  });
  new Gauge({
    name: 'cairn_outbound_unsent', help: 'Messages that wait to be delivered.', registers,
    async collect() { this.set(await unsent()); },
  });
  return {
    count: (event) => events.inc({ event }),
    onRequest: ({ method, route, status, milliseconds }) => requests.observe({ method, route, status: String(status) }, milliseconds / 1000),
    read: async () => ({ contentType: registers[0]!.contentType, text: await registers[0]!.metrics() }),
  };
}
