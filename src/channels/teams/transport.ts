import { TeamsRefusal } from './failure.ts';

/** What of the SDK's request is used, and what it wants back; named here by shape, as the SDK does not export the types. */
interface SdkRequest {
  url: string;
  method: string;
  headers: { toJson(options: { preserveCase: boolean }): Record<string, string> };
  body?: unknown;
}

/**
 * Carries the SDK's requests to Teams: once, and not for long. The SDK's own way tries again by itself, waiting for as long as it
 * is told, while Cairn's queue holds the message, its order and the waits already; and its errors hold the message.
 */
export const transport = (patience: number) => ({
  async sendRequest(request: SdkRequest) {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers.toJson({ preserveCase: true }),
      ...(typeof request.body === 'string' && { body: request.body }),
      // Nothing that holds a token follows where a stranger points.
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    const bodyAsText = await response.text();
    if (!response.ok) throw new TeamsRefusal(response.status, codeOf(bodyAsText), secondsOf(response.headers.get('retry-after')));
    const headers = Object.fromEntries(response.headers);
    return { request, status: response.status, bodyAsText, headers: { toJson: () => headers } };
  },
});

function codeOf(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown } };
    return typeof error?.code === 'string' ? error.code.slice(0, 80) : undefined;
  } catch {
    return undefined;
  }
}

/** `Retry-After` is a number of seconds or a date. */
export function secondsOf(header: string | null, now = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}
