import { randomUUID } from 'node:crypto';
import { BotAdapter, ConversationState, TranscriptLoggerMiddleware, TurnContext } from 'botbuilder-core';
import { DialogSet, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';

/**
 * The same conversation in botbuilder-dialogs: a waterfall with one text prompt for each message of the lap, which asks what
 * Cairn asked there, keeps every answer, and begins again at its end. Its state is one row of PostgreSQL. A message that
 * comes twice is taken twice, and of two at once one is lost.
 *
 * With `transcript` the messages are kept as well, by the middleware that botbuilder has for it: each by itself, once the
 * turn is over. Without, nothing is stored but the state.
 */

class PostgresStorage {
  constructor(pool) {
    this.pool = pool;
  }

  async read(keys) {
    const { rows } = await this.pool.query({ name: 'read', text: 'SELECT key, data FROM bot_state WHERE key = ANY($1)', values: [keys] });
    return Object.fromEntries(rows.map(({ key, data }) => [key, data]));
  }

  async write(changes) {
    for (const [key, data] of Object.entries(changes)) {
      const text = 'INSERT INTO bot_state (key, data) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET data = excluded.data';
      await this.pool.query({ name: 'write', text, values: [key, JSON.stringify(data)] });
    }
  }

  async delete(keys) {
    await this.pool.query('DELETE FROM bot_state WHERE key = ANY($1)', [keys]);
  }
}

/** Hands messages in and takes answers, without a network. */
class BenchAdapter extends BotAdapter {
  async sendActivities(_context, activities) {
    return activities.map(() => ({ id: '1' }));
  }

  async updateActivity() {}
  async deleteActivity() {}

  receive(conversation, text, logic) {
    const activity = {
      type: 'message', id: randomUUID(), channelId: 'bench', serviceUrl: 'bench', text, timestamp: new Date(),
      from: { id: conversation, role: 'user' }, recipient: { id: 'bot' }, conversation: { id: conversation },
    };
    return this.runMiddleware(new TurnContext(this, activity), logic);
  }
}

const wordsOf = ({ content }) => (content.kind === 'text' ? content.text : content.ids.join(', '));
const question = ({ outbound }) => outbound.map(({ text }) => text).join('\n\n');

/** Keeps what was said; `settled` waits for what is on its way. */
class PostgresTranscript {
  constructor(pool) {
    this.pool = pool;
    this.onTheWay = new Set();
  }

  logActivity(activity) {
    const text = 'INSERT INTO bot_transcript (conversation, activity) VALUES ($1, $2)';
    const done = this.pool.query({ name: 'log', text, values: [activity.conversation.id, JSON.stringify(activity)] })
      .then(() => void this.onTheWay.delete(done));
    this.onTheWay.add(done);
    return done;
  }

  async settled() {
    while (this.onTheWay.size > 0) await Promise.all(this.onTheWay);
  }
}

/** `lap`: the recorded turns. */
export async function openBot(pool, lap, { transcript }) {
  await pool.query(`
    CREATE TABLE bot_state (key text PRIMARY KEY, data json NOT NULL) WITH (fillfactor = 70);
    CREATE TABLE bot_transcript (id bigserial PRIMARY KEY, conversation text NOT NULL, activity json NOT NULL);
    CREATE INDEX ON bot_transcript (conversation, id)`);
  const adapter = new BenchAdapter();
  const log = new PostgresTranscript(pool);
  if (transcript) adapter.use(new TranscriptLoggerMiddleware(log));
  const state = new ConversationState(new PostgresStorage(pool));
  const dialogs = new DialogSet(state.createProperty('dialogs'));
  dialogs.add(new TextPrompt('text'));
  const keep = (step, at) => { if (at > 0) step.values[at - 1] = step.result; };
  dialogs.add(new WaterfallDialog('intake', [
    ...lap.map((turn, at) => (step) => {
      keep(step, at);
      return step.prompt('text', question(lap[(at + lap.length - 1) % lap.length]));
    }),
    (step) => {
      keep(step, lap.length);
      return step.replaceDialog('intake');
    },
  ]));
  const onTurn = async (context) => {
    const dialog = await dialogs.createContext(context);
    const { status } = await dialog.continueDialog();
    if (status === 'empty') await dialog.beginDialog('intake');
    await state.saveChanges(context);
  };
  return {
    async begin() {
      const conversation = randomUUID();
      await adapter.receive(conversation, 'hello', onTurn);
      return (turn) => adapter.receive(conversation, wordsOf(turn), onTurn);
    },
    settle: () => log.settled(),
  };
}
