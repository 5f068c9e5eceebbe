let scanners = 0;

/**
 * Mail scanners and link previews open every address in a message, follow where it leads, and some press every button. They
 * run in a browser of their own, which holds no session and cannot read the code.
 */
export class Scanner {
  readonly pages: { at: string; status: number; text: string }[] = [];
  readonly pressed: string[] = [];
  private readonly cookies = new Map<string, string>();
  private readonly seen = new Set<string>();
  private readonly base: string;
  private readonly headers: Record<string, string>;
  private readonly radios: 'all' | 'none';

  /** `radios`: of a choice that nobody has made, some send everything and some send nothing. */
  constructor(base: string, headers: Record<string, string>, radios: 'all' | 'none' = 'all') {
    this.base = base;
    this.radios = radios;
    scanners += 1;
    // Each comes from somewhere else.
    this.headers = { ...headers, 'x-forwarded-for': `198.19.0.${scanners}` };
  }

  async open(at: string, init: RequestInit = {}): Promise<string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.base + at, { ...init, redirect: 'manual', headers: { accept: 'text/html', ...this.headers, ...(cookie && { cookie }) } });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=') as [string, string];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const text = await response.text();
    this.pages.push({ at, status: response.status, text });
    const to = response.headers.get('location');
    return to && response.status < 400 ? this.open(to.split('#')[0]!) : text;
  }

  /** Whatever can be reached from an address, breadth first. */
  async scan(start: string, most = 150): Promise<void> {
    const queue = [start];
    while (queue.length > 0 && this.pages.length < most) {
      const at = queue.shift()!;
      if (this.seen.has(at)) continue;
      this.seen.add(at);
      await fetch(this.base + at, { method: 'HEAD', headers: this.headers });
      const text = await this.open(at);
      for (const form of text.matchAll(/<form method="post" action="([^"]+)"[^>]*>([^]*?)<\/form>/g)) queue.push(...await this.press(form[1]!, form[2]!));
      queue.push(...linksIn(text));
    }
  }

  /** Sends a form, with a number in every empty box, as a scanner that guesses would. Returns where that leads to. */
  private async press(action: string, inner: string): Promise<string[]> {
    const sent = this.radios === 'all' ? inner : inner.replaceAll(/<input type="radio"[^>]*>/g, '');
    const fields = [...sent.matchAll(/<(?:input|textarea|button)\b[^>]*\bname="([^"]+)"(?:[^>]*?\bvalue="([^"]*)")?/g)].map(([, name, value]): [string, string] => [name!, value ?? '123456']);
    const key = `${action} ${JSON.stringify(fields.filter(([name]) => name !== 'form-key'))}`;
    // Twice, because some press again what did not lead on.
    if (this.pressed.filter((one) => one === key).length >= 2) return [];
    this.pressed.push(key);
    const text = await this.open(action, { method: 'POST', body: new URLSearchParams(fields) });
    return [this.pages.at(-1)!.at, ...linksIn(text)];
  }
}

const linksIn = (text: string): string[] =>
  [...text.matchAll(/<a\b[^>]*href="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&').split('#')[0]!).filter((href) => href !== '' && !href.startsWith('/mailbox'));
