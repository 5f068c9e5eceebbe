/** A box to write in on a page, with the rest of its form as a browser would send it. */
export interface Box {
  /** The form's name, without the line it stands at. */
  form: string;
  name: string;
  method: 'GET' | 'POST';
  action: string;
  /** Hidden fields, and of each choice what is chosen or could be. */
  rest: [string, string][];
  /** The form's other boxes. */
  others: string[];
}

interface Tag {
  element: string;
  tag: string;
  name: string | undefined;
  type: string | undefined;
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const isWritten = ({ element, type, tag }: Tag): boolean =>
  element === 'textarea' || (element === 'input' && !tag.includes('readonly') && (type === undefined || type === 'text' || type === 'search'));

/** Every box to write in on a page, in all its forms. */
export function boxesOn(page: string): Box[] {
  return formsOn(page).flatMap(({ html, action, method }) => {
    const tags = [...html.matchAll(/<(input|textarea|button)\b[^>]*>/g)].map(([tag, element]): Tag => ({ tag, element: element!, name: attribute(tag, 'name'), type: attribute(tag, 'type') }));
    const written = tags.filter((each) => isWritten(each) && each.name);
    const button = tags.find(({ element, name }) => element === 'button' && name);
    const rest = [
      ...tags.filter(({ type }) => type === 'hidden' || type === 'number' || type === 'date').map(({ tag, name }): [string, string] => [name!, attribute(tag, 'value') ?? '']),
      ...chosenIn(html),
      ...(button ? [[button.name!, attribute(button.tag, 'value')!] as [string, string]] : []),
    ];
    return written.map(({ name }): Box => ({
      form: (attribute(html, 'data-form') ?? (method === 'GET' ? 'search' : action.split('/').at(-1)!)).split(':')[0]!, name: name!, action, method, rest,
      others: written.filter((each) => each.name !== name).map((each) => each.name!),
    }));
  });
}

/** What sending a form without a box of its own sends, by the act it asks for. */
export function actsOn(page: string, act: string): { action: string; fields: [string, string][] }[] {
  return formsOn(page).filter(({ html }) => html.includes(`name="do" value="${act}"`)).map(({ html, action }) => ({
    action, fields: [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]): [string, string] => [name!, value!]),
  }));
}

const formsOn = (page: string) => [...page.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([html]) => ({
  html, action: attribute(html, 'action')!, method: attribute(html, 'method') === 'get' ? 'GET' as const : 'POST' as const,
}));

/** Of each list to choose from, what is chosen, or else the first that says something. */
const chosenIn = (html: string): [string, string][] => [...html.matchAll(/<select\b[^>]*\bname="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(([, name, options]): [string, string] => {
  const all = [...options!.matchAll(/<option value="([^"]*)"( selected)?/g)];
  return [name!, (all.find(([, value, selected]) => selected && value) ?? all.find(([, value]) => value))?.[1] ?? ''];
});
