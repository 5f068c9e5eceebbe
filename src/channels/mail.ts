import { mkdir, writeFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import { CairnError } from '../errors.ts';
import type { Channel, Finding, OutboundMessage, SendReceipt } from './channel.ts';

/** Mail to therapists. It only sends: nobody answers a conversation by mail. */
export interface MailOptions {
  /** `smtp://` or `smtps://`, and the address mails come from. */
  smtp: { smtpUrl: string; from: string } | null;
  /** Where mails are put as files when no mail server is set up. */
  directory: string;
  /** Longest silence of the mail server, in milliseconds; a mail is tried again later then. */
  patience?: number;
}

/** Some servers greet slowly to annoy spammers; one that has gone quiet must not hold back a stop, or the next mail, for minutes. */
const PATIENCE_MS = 20_000;

export function mailChannel(options: MailOptions): Channel {
  const post = options.smtp ? bySmtp(options.smtp, options.patience ?? PATIENCE_MS) : intoDirectory(options.directory);
  return { name: 'mail', start: async () => {}, ...post };
}

type Post = Pick<Channel, 'send' | 'stop'> & Required<Pick<Channel, 'doctor'>>;

const contentOf = ({ body, address }: OutboundMessage): { to: string; subject: string; text: string } => ({
  to: address, subject: body.subject ?? 'Cairn', text: body.text,
});

function bySmtp({ smtpUrl, from }: { smtpUrl: string; from: string }, patience: number): Post {
  const waits = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience };
  const transport: Transporter = createTransport({ url: smtpUrl, ...waits }, { from });
  return {
    async send(message): Promise<SendReceipt> {
      try {
        const sent = await transport.sendMail({ from, ...contentOf(message) });
        return { platformId: sent.messageId };
      } catch (cause) {
        // The cause holds the address, so it stays out of the message.
        throw new CairnError('delivery-failed', 'The mail server did not take a mail.', { details: lastingRefusal(cause), cause });
      }
    },
    stop: async () => transport.close(),
    async doctor(): Promise<Finding[]> {
      const { host } = new URL(smtpUrl);
      try {
        await transport.verify();
        return [{ ok: true, what: `The mail server ${host} takes mail from us.` }];
      } catch (cause) {
        return [{ ok: false, what: `The mail server ${host} cannot be used (${reasonOf(cause)}).`, remedy: 'Check SMTP_URL: the host, the port, the user and the password, and smtp:// or smtps://.' }];
      }
    },
  };
}

/**
 * A 5xx answer to the address is for good, and one to the mail itself is for this mail. To anything else, such as the login or our
 * own address, it speaks of a setting that somebody will put right, and the mail waits for that.
 */
function lastingRefusal(cause: unknown): { gone?: true; refused?: true } {
  const { responseCode = 0, command = '' } = cause as { responseCode?: number; command?: string };
  if (responseCode < 500 || responseCode > 599) return {};
  return command === 'RCPT TO' ? { gone: true } : command === 'DATA' ? { refused: true } : {};
}

/** A code, never the server's text, which may hold the login. */
const reasonOf = (cause: unknown): string => {
  const { responseCode, code } = cause as { responseCode?: number; code?: string };
  return String(responseCode ?? code ?? 'no answer');
};

/** For trying Cairn without a mail server: each mail becomes a file that any mail program opens. */
function intoDirectory(directory: string): Post {
  const compose = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async send(message): Promise<SendReceipt> {
      const { message: raw } = await compose.sendMail({ from: 'Cairn <cairn@localhost>', ...contentOf(message) });
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = path.join(directory, `${String(message.seq).padStart(10, '0')}.eml`);
      await writeFile(`${file}.part`, raw as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
      return { platformId: path.basename(file) };
    },
    stop: async () => {},
    doctor: async () => [{ ok: true, what: `Mail is put into files in ${directory}; nothing is sent until SMTP_URL is set.` }],
  };
}
