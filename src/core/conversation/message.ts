/** One thing Cairn says: what a channel shows, free of any platform. */
export interface MessageBody {
  text: string;
  /** Mail only. */
  subject?: string;
  /** Present when the message asks something; `step` comes back with a pressed choice. */
  question?: Question;
  /** "about 3 of 9" */
  progress?: { at: number; of: number };
  /** A page the person may open; shown as a link that is never previewed. On the web its address may begin with `/`; elsewhere it is whole. */
  link?: { label: string; url: string };
}

export interface Question {
  /** The key of the step that is asked (with its item, for a repeated step): `rating@g1`. */
  step: string;
  kind: 'text' | 'one' | 'many' | 'scale';
  /** In the order shown. A person may type the number, the label or its start instead. */
  choices: Choice[];
  /** `many`: at most this many. */
  most?: number;
  scale?: { from: number; to: number; low: string; high: string };
  /** Whether free words are welcome beside the choices. */
  ownWords: boolean;
}

export interface Choice {
  id: string;
  label: string;
  /** A second, quieter line. */
  hint?: string;
}
