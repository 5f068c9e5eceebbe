import type { Page } from 'playwright-core';

/** Each sets `window.ran` if it is ever taken for more than text. */
export const attacks = [
  '<script>window.ran="script"</script>',
  '"><img src=x onerror="window.ran=\'img\'">',
  '</textarea></title></style></script><svg onload="window.ran=\'svg\'">',
  '\'"><iframe srcdoc="<script>parent.ran=\'frame\'</script>"></iframe>',
  '<a href="javascript:window.ran=\'link\'">press me</a> javascript:window.ran=1',
  '<form action="https://evil.example"><input name=code><button>Open</button></form><base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example"><link rel=stylesheet href="https://evil.example/x.css">',
  '&lt;script&gt; &#60;b&#62; {{constructor.constructor("window.ran=1")()}} ${window.ran=1} {name} <!-- -->',
  '<math><mtext><style><img title="</style><img src=x onerror=window.ran=1>"></style></mtext></math>',
  '\u202e<b onmouseover=window.ran=1 style="position:fixed;inset:0">\u2028x</b>',
];

/** Runs before anything on a page: what the page's own policy held back is kept. */
export const watched = `window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));`;

/** What stands on a page that none of ours ever has; empty when words stayed words. */
export const foreign = (page: Page): Promise<unknown> => page.evaluate(`({
  ran: window.ran, violations: window.violations,
  elements: [...document.querySelectorAll('img, iframe, object, embed, base, math, style, meta[http-equiv], script:not([src^="/assets/"]), link[rel=stylesheet]:not([href^="/assets/"]):not([href^="/accent/"])')].map((one) => one.outerHTML.slice(0, 80)),
  handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on') || name === 'style' || name === 'srcdoc')).map((one) => one.outerHTML.slice(0, 80)),
  links: [...document.querySelectorAll('a[href], form[action]')].map((one) => one.href ?? one.action).filter((to) => !/^(tel:|sms:|mailto:)/.test(to) && new URL(to).origin !== location.origin),
})`);
export const clean = { ran: undefined, violations: [], elements: [], handlers: [], links: [] };
