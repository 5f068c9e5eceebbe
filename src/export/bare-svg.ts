/** What a style of ours may set, as attributes of its own. */
const PRESENTATION = new Set(['font-size', 'font-family', 'font-weight', 'font-style']);

/**
 * A drawn chart without what a strict page refuses or a reader stumbles over: style elements and attributes become plain
 * attributes, clippings go with their ids (nothing is drawn outside), the letters take the page's font, and the picture has a
 * name. `name` is text.
 */
export function bareSvg(svg: string, name: string): string {
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/gu, '')
    .replace(/<defs\b[\s\S]*?<\/defs>/gu, '')
    .replace(/ (?:class|clip-path|xml:space|baseProfile|version|xmlns:xlink|pointer-events|ecmeta_[a-z_]+)="[^"]*"/gu, '')
    .replace(/ style="([^"]*)"/gu, (_, style: string) => attributesOf(style))
    .replace(/ font-family="[^"]*"/gu, '')
    .replace(/^<svg /u, '<svg class="progress-chart" role="img" ')
    .replace(/^(<svg [^>]*>)/u, (open) => `${open}<title>${escaped(name)}</title>`)
    .replace(/>\s+</gu, '><')
    .trim();
}

function attributesOf(style: string): string {
  return style.split(';').map((rule) => {
    const [name = '', value = ''] = rule.split(/:(.*)/su).map((part) => part.trim());
    if (name === 'font') return shorthand(value);
    return PRESENTATION.has(name) ? ` ${name}="${value}"` : '';
  }).join('');
}

/** "normal bold 12px sans-serif", which no attribute can hold as a whole. */
function shorthand(value: string): string {
  const size = /(\d+(?:\.\d+)?px)/u.exec(value)?.[1];
  const weight = /\b(bold|[1-9]00)\b/u.exec(value)?.[1];
  return `${size ? ` font-size="${size}"` : ''}${weight ? ` font-weight="${weight}"` : ''}`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
