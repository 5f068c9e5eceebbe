/**
 * What Slack refuses, as its reference for Block Kit, chat.postMessage and views has it. The stand-in takes anything, so what it was
 * given is read with this.
 */
type Part = Record<string, any>;

const MOST = {
  messageText: 40_000, messageBlocks: 50, viewBlocks: 100, text: 3_000, id: 255, actions: 25, context: 10, heading: 150,
  button: 75, buttonValue: 2_000, url: 3_000, placeholder: 150, options: 100, ticks: 10, option: 75, value: 150, description: 75,
  label: 2_000, title: 24, metadata: 3_000, callback: 255, input: 3_000,
  /** Not documented; a message whose blocks are longer than this altogether was seen to be refused. */
  allBlocks: 13_000,
};

class Reading {
  readonly faults: string[] = [];

  check(holds: boolean, where: string, what: string): void {
    if (!holds) this.faults.push(`${where}: ${what}`);
  }

  text(where: string, text: Part | undefined, most: number, kinds = ['plain_text']): void {
    this.check(text !== undefined && kinds.includes(text.type), where, `is not ${kinds.join(' or ')}`);
    const length = [...(text?.text ?? '')].length;
    this.check((text?.text ?? '').trim().length > 0 && length <= most && (text?.text ?? '').length <= most, where, `has ${length} characters`);
    this.check((text?.text ?? '').isWellFormed(), where, 'ends inside a character');
    this.check(!/<|>|&(?!amp;|lt;|gt;)/.test(text?.text ?? ''), where, 'is not escaped');
  }

  id(where: string, id: string | undefined, seen: Set<string>): void {
    if (id === undefined) return;
    this.check(id.length > 0 && id.length <= MOST.id, where, 'has a bad id');
    this.check(!seen.has(id), where, 'has an id that another one has');
    seen.add(id);
  }

  options(where: string, options: Part[], most: number): void {
    this.check(options.length >= 1 && options.length <= most, where, `has ${options.length} options`);
    this.check(new Set(options.map(({ value }) => value)).size === options.length, where, 'has the same value twice');
    for (const option of options) {
      this.text(`${where} option`, option.text, MOST.option);
      this.check(option.value.length > 0 && option.value.length <= MOST.value, where, 'has a bad value');
      if (option.description) this.text(`${where} description`, option.description, MOST.description);
    }
  }

  element(where: string, element: Part, seen: Set<string>): void {
    this.id(where, element.action_id, seen);
    switch (element.type) {
      case 'button':
        this.text(`${where} button`, element.text, MOST.button);
        this.check((element.value ?? '').length <= MOST.buttonValue, where, 'has a long value');
        if (element.url !== undefined) this.check(/^https?:\/\//.test(element.url) && element.url.length <= MOST.url, where, 'has a bad address');
        return;
      case 'static_select': case 'multi_static_select':
        this.text(`${where} placeholder`, element.placeholder, MOST.placeholder);
        this.check(element.max_selected_items === undefined || element.max_selected_items >= 1, where, 'lets nothing be picked');
        return this.options(where, element.options, MOST.options);
      case 'checkboxes': return this.options(where, element.options, MOST.ticks);
      case 'plain_text_input': return this.check(element.max_length <= MOST.input, where, 'takes too much');
      default: this.check(false, where, `is an element nobody has read about: ${element.type}`);
    }
  }

  block(where: string, block: Part, surface: 'message' | 'home' | 'modal', ids: Set<string>): void {
    this.id(where, block.block_id, ids);
    const actions = new Set<string>();
    switch (block.type) {
      case 'section':
        this.text(where, block.text, MOST.text, ['plain_text', 'mrkdwn']);
        if (block.accessory) this.element(where, block.accessory, actions);
        return;
      case 'actions':
        this.check(block.elements.length >= 1 && block.elements.length <= MOST.actions, where, `has ${block.elements.length} elements`);
        // Menus of several choices stand in sections and forms only.
        for (const element of block.elements as Part[]) {
          this.check(element.type !== 'multi_static_select' && element.type !== 'plain_text_input', where, `may not hold ${element.type}`);
          this.element(where, element, actions);
        }
        return;
      case 'context':
        this.check(block.elements.length >= 1 && block.elements.length <= MOST.context, where, `has ${block.elements.length} elements`);
        for (const text of block.elements) this.text(where, text, MOST.text, ['plain_text', 'mrkdwn']);
        return;
      case 'header': return this.text(where, block.text, MOST.heading);
      case 'input':
        this.check(surface === 'modal', where, 'belongs into a modal');
        this.text(`${where} label`, block.label, MOST.label);
        return this.element(where, block.element, actions);
      default: this.check(false, where, `is a block nobody has read about: ${block.type}`);
    }
  }
}

/** What Slack would not like about the arguments of `chat.postMessage` or `chat.update`. */
export function messageFaults({ text, blocks = [] }: { text: string; blocks?: Part[] }): string[] {
  const reading = new Reading();
  reading.check(text.trim().length > 0 && text.length <= MOST.messageText, 'text', `has ${text.length} characters`);
  reading.check(!/<|>|&(?!amp;|lt;|gt;)/.test(text), 'text', 'is not escaped');
  reading.check(blocks.length <= MOST.messageBlocks, 'blocks', `are ${blocks.length}`);
  const ids = new Set<string>();
  for (const [at, block] of blocks.entries()) reading.block(`block ${at}`, block, 'message', ids);
  return reading.faults;
}

const isTooLongAltogether = (blocks: Part[]): boolean => JSON.stringify(blocks).length > MOST.allBlocks;

/** The same about everything that was asked of Slack. */
export const faultsOf = (calls: { method: string; body: Record<string, string> }[]): string[] => calls.flatMap(({ method, body }) => {
  if (method.startsWith('views.')) return viewFaults(JSON.parse(body.view!)).map((fault) => `${method}: ${fault}`);
  if (method !== 'chat.postMessage' && method !== 'chat.update') return [];
  const blocks = body.blocks === undefined ? [] : (JSON.parse(body.blocks) as Part[]);
  const faults = [...messageFaults({ text: body.text!, blocks }), ...(isTooLongAltogether(blocks) ? ['blocks: are too long altogether'] : [])];
  return faults.map((fault) => `${method}: ${fault}`);
});

export function viewFaults(view: Part): string[] {
  const reading = new Reading();
  reading.check(view.blocks.length >= 1 && view.blocks.length <= MOST.viewBlocks, 'blocks', `are ${view.blocks.length}`);
  if (view.type === 'modal') {
    for (const name of ['title', 'submit', 'close']) reading.text(name, view[name], MOST.title);
    reading.check(view.private_metadata.length <= MOST.metadata && view.callback_id.length <= MOST.callback, 'view', 'carries too much');
    reading.check(view.blocks.filter((block: Part) => block.element?.focus_on_load).length <= 1, 'view', 'starts in two fields');
  }
  const ids = new Set<string>();
  for (const [at, block] of (view.blocks as Part[]).entries()) reading.block(`block ${at}`, block, view.type, ids);
  return reading.faults;
}
