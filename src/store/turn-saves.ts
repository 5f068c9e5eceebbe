import type pg from 'pg';
import { basisNow, type ConversationState } from './read-turn.ts';

/** A turn as `save_turn` in the database takes it: what is written in it is sealed. */
export interface TurnRow {
  account: string;
  conversation: string;
  version: number;
  snapshot: string;
  state: ConversationState;
  at: string;
  answers: object[] | null;
  outbound: object[];
  /** Null: they are saved as sent. */
  claimUntil: string | null;
  messageId: string | null;
  content: string | null;
  basis: string | null;
  told: object | null;
  consent: object | null;
  entry: object | null;
}

export interface SavedRow {
  outcome: 'saved';
  /** The `seq` of each outbound message, in the order given; they rise, and all are above the inbound one. */
  seqs: number[];
  /**
   * True: these are the account's next messages and this process holds them for `claimSeconds`; send them now.
   * False: earlier ones are still unsent; ask `claimUnsent` for what may go.
   */
  claimed: boolean;
  /** The basis as this turn leaves it; null if the turn was not held to one. */
  basis: string | null;
}

/** Nothing was written. Stale: read and take the turn again. Duplicate: the message was taken before. */
export interface NotSaved {
  outcome: 'stale' | 'duplicate';
}

export interface TurnSaves {
  save(row: TurnRow): Promise<SavedRow | NotSaved>;
}

const columns = {
  account: 'uuid', conversation: 'uuid', version: 'int', snapshot: 'text', state: 'text', at: 'timestamptz', answers: 'json', outbound: 'json',
  claimUntil: 'timestamptz', messageId: 'text', content: 'text', basis: 'text', told: 'json', consent: 'json', entry: 'json',
} as const satisfies Record<keyof TurnRow, string>;
const names = Object.keys(columns) as (keyof TurnRow)[];

/** `of`: how the statement calls each of them. */
const call = (of: (name: keyof TurnRow) => string, how: 'patient' | 'impatient'): string =>
  `save_turn(${names.map(of)}, ${how === 'patient' ? 'NULL, true' : `(${basisNow(of('account'))}), false`}) AS saved`;

const parameter = (name: keyof TurnRow): string => `$${names.indexOf(name) + 1}::${columns[name]}`;
const patientText = `SELECT ${call(parameter, 'patient')}`;
const oneText = `SELECT ${call(parameter, 'impatient')}`;

/** In one order, whatever order they came in. */
const severalText = `
SELECT place, ${call((name) => `turn."${name}"`, 'impatient')}
FROM (
  SELECT * FROM json_to_recordset($1::json) AS turns(place int, ${names.map((name) => `"${name}" ${columns[name]}`)}) ORDER BY conversation
) turn`;

/** `apart`: it did not go smoothly, and what it is turns out when it is saved by itself, patiently. */
type Outcome = SavedRow | NotSaved | { outcome: 'apart' };
type Ask = (text: string, values: unknown[]) => Promise<{ saved: Outcome }[]>;

const valuesOf = (row: TurnRow): unknown[] => names.map((name) => (columns[name] === 'json' && row[name] !== null ? JSON.stringify(row[name]) : row[name]));

/** By itself, waiting for whoever holds the conversation. `ask` sends one statement. */
export const savePatiently = async (ask: Ask, row: TurnRow): Promise<SavedRow | NotSaved> =>
  (await ask(patientText, valuesOf(row)))[0]!.saved as SavedRow | NotSaved;

/** So many statements of saves are under way at once; none of them waits for anybody. */
const UNDER_WAY = 2;
/** Enough that a statement costs little next to what it does, and few enough that nobody waits long for the others. */
const MOST_TOGETHER = 16;

interface Waiting {
  row: TurnRow;
  resolve(saved: SavedRow | NotSaved | Promise<SavedRow | NotSaved>): void;
}

/**
 * Saves turns as they come, and those that come while others are being saved in one statement with one another: to begin and
 * end a statement, and to see it safely on the disk, is most of what a save costs. Each turn is saved or not by itself all
 * the same, and none waits for another's conversation: what does not go smoothly is saved once more, apart.
 */
export function openTurnSaves(pool: pg.Pool): TurnSaves {
  const waiting: Waiting[] = [];
  let underWay = 0;

  const patiently: Ask = async (text, values) => (await pool.query({ name: 'save-turn-patiently', text, values })).rows;

  const together = async (turns: Waiting[]): Promise<Outcome[]> => {
    if (turns.length === 1) {
      const { rows } = await pool.query<{ saved: Outcome }>({ name: 'save-turn', text: oneText, values: valuesOf(turns[0]!.row) });
      return rows.map(({ saved }) => saved);
    }
    const values = [JSON.stringify(turns.map(({ row }, place) => ({ place, ...row })))];
    const { rows } = await pool.query<{ place: number; saved: Outcome }>({ name: 'save-turns', text: severalText, values });
    return rows.toSorted((a, b) => a.place - b.place).map(({ saved }) => saved);
  };

  const send = async (turns: Waiting[]): Promise<void> => {
    // One turn that cannot be stored must not cost the others theirs; nothing was written of any.
    const outcomes = await together(turns).catch(() => turns.map(() => ({ outcome: 'apart' }) as const));
    for (const [at, { row, resolve }] of turns.entries()) {
      const saved = outcomes[at]!;
      resolve(saved.outcome === 'apart' ? savePatiently(patiently, row) : saved);
    }
  };

  const start = (): void => {
    while (underWay < UNDER_WAY && waiting.length > 0) {
      underWay += 1;
      void send(waiting.splice(0, MOST_TOGETHER)).finally(() => {
        underWay -= 1;
        start();
      });
    }
  };

  return {
    // Entries in a practice's trail wait for one another, and nobody else's turn is to wait with them.
    save: (row) => row.entry ? savePatiently(patiently, row)
      : new Promise((resolve) => {
        waiting.push({ row, resolve });
        start();
      }),
  };
}
