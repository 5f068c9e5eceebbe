import { compileAreaTable } from '../core/areas/table.ts';
import { chatValues, chatWordsSchema, type ChatWords } from '../core/chat-words.ts';
import { checkFlow, shapeMistakes, type LentNames } from '../core/flow/check.ts';
import { placeholderMistakes } from '../core/flow/check-wording.ts';
import { commonWordsSchema, type CommonWords } from '../core/flow/common-words.ts';
import type { FlowDefinition } from '../core/flow/document.ts';
import type { Mistake } from '../core/flow/mistake.ts';
import type { Wording } from '../core/flow/wording.ts';
import type { KnowledgeByLanguage } from '../core/intake/knowledge.ts';
import { lend, lentValues } from '../core/intake/lend.ts';
import { joinLibrary, parseLibrary } from '../core/library/library.ts';
import type { LibraryMistake } from '../core/library/mistake.ts';
import { noticesSchema, noticeValues, type Notices } from '../core/notices.ts';
import { checkGoalWording, compileGoalWording, type WordingMistake } from '../core/plan/goal-wording.ts';
import { checkPhrases, readPhrases, type PhraseMistake } from '../core/safety/check.ts';
import { compileScreen, type CompiledScreen } from '../core/safety/compile.ts';
import { learnedTableSchema } from '../core/safety/table.ts';
import { helplineDocumentSchema, type HelplineDocument } from '../core/safety/helplines.ts';
import { CairnError, isCairnError } from '../errors.ts';
import { languageOf, readFlowFiles, type AuthoredFile, type AuthoredFlows } from './flow-files.ts';

/** Everything authored, checked and ready for use. */
export interface LoadedFlows {
  flows: { definition: FlowDefinition; wordings: Record<string, Wording> }[];
  common: Record<string, CommonWords>;
  notices: Record<string, Notices>;
  /** What chat platforms show around the messages. */
  chats: Record<string, ChatWords>;
  /** Words of the pages; their own module checks them. */
  pages: Record<string, unknown>;
  knowledge: KnowledgeByLanguage;
  /** Every language's risk phrases: a text is read in all of them, whatever language the chat is in. */
  screens: CompiledScreen[];
  helplines: HelplineDocument;
}

/** Placeholders that sayings of the common words may use besides those of every text. */
const sayingValues = [
  'at', 'of', 'question', 'answer', 'answers', 'count', 'most', 'length', 'from', 'to', 'example', 'commands',
];

/** Reads and checks `flows/`. Throws `flow-invalid` with every mistake in `details`: a missing word stops the start. `remembered`: see `readFlowFiles`. */
export function loadFlows(root: string, remembered?: string): LoadedFlows {
  const { loaded, mistakes } = checkFlows(root, remembered);
  if (mistakes.length > 0 || !loaded) {
    throw new CairnError('flow-invalid', `The flows have ${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}.`, {
      remedy: 'Run "npm run cairn -- flow check" to see each with its line and what to do.',
      details: mistakes,
    });
  }
  return loaded;
}

/**
 * Every author mistake under `flows/`, with file and line, and what could be loaded when there are none. With `remembered`, as a
 * start reads them, the examples of goal wordings are not tried.
 */
export function checkFlows(root: string, remembered?: string): { loaded: LoadedFlows | null; mistakes: Mistake[] } {
  const authored = readFlowFiles(root, remembered);
  const lent = lend({});
  const names: LentNames = {
    facts: Object.keys(lent.facts), sources: Object.keys(lent.sources), effects: lent.effects, values: lentValues,
    items: Object.fromEntries(Object.entries(lent.items).map(([list, { names: values }]) => [list, values])),
  };
  const flows = authored.flows.map((flow) => checkFlow(flow, names));
  const common = read(authored.common, commonWordsSchema, (file, words) =>
    Object.entries(words.says).flatMap(([name, text]) => placeholderMistakes(file, ['says', name], text, new Set([...lentValues, ...sayingValues]))));
  const notices = read(authored.notices, noticesSchema, (file, words) => {
    const texts = [
      ...Object.entries(words.therapist).flatMap(([name, { subject, text }]) => [[['therapist', name, 'subject'], subject], [['therapist', name, 'text'], text]] as const),
      ...(['client', 'chat', 'plan'] as const).flatMap((kind) => Object.entries(words[kind]).map(([name, text]) => [[kind, name], text] as const)),
    ];
    return texts.flatMap(([path, text]) => placeholderMistakes(file, [...path], text, new Set(noticeValues)));
  });
  const chats = read(authored.chats, chatWordsSchema, (file, { language: _, ...parts }) => Object.entries(parts).flatMap(([part, texts]) =>
    Object.entries(texts).flatMap(([name, text]) => (typeof text === 'string' ? placeholderMistakes(file, [part, name], text, new Set(chatValues[name])) : []))));
  const helplines = readHelplines(authored);
  const library = made(() => parseLibrary(authored.library), (mistakes: LibraryMistake[]) =>
    mistakes.map(({ path, ...mistake }) => ({ ...mistake, path: pathOf(path) })));
  const cues = authored.cues.map((authoredCues) => ({ language: languageOf(authoredCues), ...madeCues(authoredCues) }));
  const goalWording = byLanguage(authored.goalWording, madeGoalWording);
  const found: Mistake[] = [
    ...authored.mistakes,
    ...flows.flatMap((flow) => flow.mistakes),
    ...common.mistakes, ...notices.mistakes, ...chats.mistakes,
    ...library.mistakes,
    ...cues.flatMap((each) => each.mistakes),
    ...(remembered === undefined ? authored.goalWording.flatMap(goalWordingMistakes) : Object.values(goalWording).flatMap((each) => each.mistakes)),
    ...authored.phrases.flatMap(phraseMistakes), ...helplines.mistakes,
    ...sameLanguages(authored),
  ];
  const mistakes = found.map((mistake) => ({ ...mistake, line: mistake.line ?? authored.files.get(mistake.file)?.lineOf(mistake.path) }));
  if (mistakes.length > 0) return { loaded: null, mistakes };

  const { document, wordings } = library.value!;
  const knowledge: KnowledgeByLanguage = Object.fromEntries(cues.map(({ language, value: table }) => [language, {
    language, library: joinLibrary(document, wordings, language), cues: table!, goalWording: goalWording[language]!.value!,
  }]));
  return {
    mistakes,
    loaded: {
      flows: flows.map(({ definition, wordings: all }) => ({ definition: definition!, wordings: Object.fromEntries(all.map((wording) => [wording.language, wording])) })),
      common: common.words, notices: notices.words, chats: chats.words, knowledge,
      screens: authored.phrases.map(({ document: phrases, learned }) => compileScreen(readPhrases(phrases), learned === undefined ? undefined : learnedTableSchema.parse(learned))),
      helplines: helplines.document!,
      pages: byLanguage(authored.pages, ({ document: words }) => words),
    },
  };
}

const byLanguage = <F extends AuthoredFile, T>(files: F[], make: (file: F) => T): Record<string, T> =>
  Object.fromEntries(files.map((file) => [languageOf(file), make(file)]));

const pathOf = (path: string | readonly (string | number)[]): (string | number)[] =>
  typeof path === 'string' ? (path === '' ? [] : path.split('.')) : [...path];

function read<T>(
  files: AuthoredFile[],
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Parameters<typeof shapeMistakes>[1] } },
  check: (file: string, words: T) => Mistake[],
): { words: Record<string, T>; mistakes: Mistake[] } {
  const words: Record<string, T> = {};
  const mistakes = files.flatMap((authored) => {
    const parsed = schema.safeParse(authored.document);
    if (!parsed.success) return shapeMistakes(authored.file, parsed.error);
    words[languageOf(authored)] = parsed.data;
    return check(authored.file, parsed.data);
  });
  return { words, mistakes };
}

/** What is made of an authored file, or the mistakes that it was refused with. Making it is the check, and takes long enough to be done once. */
function made<T, M>(make: () => T, toMistakes: (found: M[]) => Mistake[]): { value?: T; mistakes: Mistake[] } {
  try {
    return { value: make(), mistakes: [] };
  } catch (error) {
    if (!isCairnError(error, 'flow-invalid')) throw error;
    return { mistakes: toMistakes(error.details as M[]) };
  }
}

const madeCues = ({ file, document, learned }: AuthoredFlows['cues'][number]) => made(() => compileAreaTable(document, learned), (messages: string[]) =>
  messages.map((message) => ({ file, path: [], message, remedy: 'Correct this cue; the top of the file explains how they are written.' })));

const madeGoalWording = ({ file, document }: AuthoredFile) => made(() => compileGoalWording(document), (mistakes: WordingMistake[]) => inFile(file, mistakes));

const goalWordingMistakes = ({ file, document }: AuthoredFile): Mistake[] => inFile(file, checkGoalWording(document));

const phraseMistakes = ({ file, document }: AuthoredFile): Mistake[] => inFile(file, checkPhrases(document));

const inFile = (file: string, mistakes: readonly (WordingMistake | PhraseMistake)[]): Mistake[] =>
  mistakes.map(({ path, ...mistake }) => ({ file, path: pathOf(path), ...mistake }));

function readHelplines({ helplines }: AuthoredFlows): { document: HelplineDocument | null; mistakes: Mistake[] } {
  if (!helplines) return { document: null, mistakes: [{ file: 'flows/safety/helplines.yaml', path: [], message: 'The lines to call are missing.', remedy: 'Put the file back: nobody may be left without a number to call.' }] };
  const parsed = helplineDocumentSchema.safeParse(helplines.document);
  return parsed.success ? { document: parsed.data, mistakes: [] } : { document: null, mistakes: shapeMistakes(helplines.file, parsed.error) };
}

/** A language is one file in every folder; one that lacks any of them would leave somebody without words. */
function sameLanguages(authored: AuthoredFlows): Mistake[] {
  const languages = authored.common.map(languageOf);
  const folders: [string, string[]][] = [
    ...authored.flows.map(({ file, wordings }): [string, string[]] => [file.replace(/flow\.yaml$/, ''), wordings.map(({ language }) => language)]),
    ['flows/safety/phrases.', authored.phrases.map(languageOf)],
    ['flows/notices/', authored.notices.map(languageOf)],
    ['flows/chats/', authored.chats.map(languageOf)],
    ['flows/pages/', authored.pages.map(languageOf)],
    ['flows/library/goal-wording/', authored.goalWording.map(languageOf)],
    ['flows/library/areas/cues.', authored.cues.map(languageOf)],
  ];
  return folders.flatMap(([folder, present]) => languages.filter((language) => !present.includes(language)).map((language) => ({
    file: `${folder}${language}.yaml`, path: [], message: `There is no such file, though Cairn speaks "${language}" elsewhere.`, remedy: 'Add the file, or remove the language from every folder.',
  })));
}
