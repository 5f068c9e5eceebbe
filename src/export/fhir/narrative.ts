import type { ContentSection, PlanContent } from '../plan-content.ts';
import type { Fact } from '../plan-lines.ts';
import { fhirText } from './resource.ts';

const escaped = (text: string): string =>
  (fhirText(text) ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const lines = (text: string): string => escaped(text).replaceAll('\n', '<br/>');

/** The plan as a record shows it to people: everything in it, and everything that anybody wrote as text. */
export function narrative({ title, facts, standing, sections, approvals }: PlanContent, language: string): string {
  const signed = approvals.map(({ name, role, when, hash }) => `<li>${lines(name)} (${escaped(role)}): ${escaped(when)} ${escaped(hash)}</li>`).join('');
  return `<div xmlns="http://www.w3.org/1999/xhtml" lang="${language}" xml:lang="${language}"><h1>${escaped(title)}</h1>${pairs(facts)}<p>${escaped(standing)}</p>${sections.map(section).join('')}<ul>${signed}</ul></div>`;
}

const section = ({ heading, quotes, lines: rows }: ContentSection): string =>
  `<h2>${lines(heading)}</h2>${quotes.map(quotation).join('')}${rows.length === 0 ? '' : `<ul>${rows.map(({ text, language, facts, source, quotes: said }) =>
    `<li><b${inLanguage(language)}>${lines(text)}</b>${pairs(facts)}<p><i>${lines(source)}</i></p>${said.map(quotation).join('')}</li>`).join('')}</ul>`}`;

const quotation = ({ label, text, language }: Fact): string => `<blockquote>${label ? `<p>${lines(label)}</p>` : ''}<p${inLanguage(language)}>${lines(text)}</p></blockquote>`;

const inLanguage = (language: string | undefined): string => (language ? ` lang="${language}" xml:lang="${language}"` : '');

const pairs = (facts: Fact[]): string => facts.map(({ label, text, language }) => `<p>${escaped(label)}: ${language ? `<span${inLanguage(language)}>${lines(text)}</span>` : lines(text)}</p>`).join('');
