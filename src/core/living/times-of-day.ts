import type { Choice } from '../conversation/message.ts';
import type { Offer } from '../flow/sources.ts';
import { isQuietTime, type QuietHours } from './quiet.ts';

const OFFERED = ['09:00', '12:00', '15:00', '18:00'];
const all = Array.from({ length: 48 }, (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);

/** A time of day as it is written in a language: "6:00 PM". */
export const timeInWords = (time: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`2026-01-01T${time}:00Z`)).replace(/\u202f/g, ' ');

/** The times that are shown, outside the quiet hours. */
export const timesOffered = (quiet: QuietHours): string[] => OFFERED.filter((time) => !isQuietTime(time, quiet));

/** Times for a check-in, outside the quiet hours. A few are shown; every half hour is understood: "7pm", "19:30", "a las 6 de la tarde". */
export const timeOffer = (quiet: QuietHours, language: string): Offer => ({
  offered: timesOffered(quiet).map((time) => ({ id: time, label: timeInWords(time, language) })),
  get more() { return waysToWrite(language).filter(({ id }) => !isQuietTime(id, quiet)); },
  labelOf: (time) => timeInWords(time, language),
});

const waysByLanguage = new Map<string, Choice[]>();

/** Every half hour in every way; written out once for each language, since it is a thousand texts. */
function waysToWrite(language: string): Choice[] {
  const ways = waysByLanguage.get(language)
    ?? all.flatMap((time) => [...written(time), ...(language === 'es' ? writtenInSpanish(time) : [])].map((label) => ({ id: time, label })));
  waysByLanguage.set(language, ways);
  return ways;
}

/** The ways people write a time. Signs do not count when they are compared, so "6.30pm" is "6:30pm". */
function written(time: string): string[] {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const small = `${hour % 12 || 12}`;
  const half = hour < 12 ? 'am' : 'pm';
  const ways = minute === 0 ? [`${small}${half}`, `${small} ${half}`, `${hour}h`] : [];
  const minutes = time.slice(3);
  return [...ways, time, `${hour}:${minutes}`, `${small}:${minutes}${half}`, `${small}:${minutes} ${half}`].flatMap((way) => [way, `at ${way}`]);
}

/** "6 de la tarde", "a las 18:00", "las 6 y media de la tarde"; an hour that could be morning or evening needs its part of the day. */
function writtenInSpanish(time: string): string[] {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const small = `${hour % 12 || 12}`;
  const part = hour < 12 ? 'de la mañana' : hour === 12 ? 'del mediodía' : hour < 20 ? 'de la tarde' : 'de la noche';
  const parted = (minute === 0 ? [small] : [`${small}:30`, `${small} y media`]).map((said) => `${said} ${part}`);
  const ways = [...parted, time, `${hour}:${time.slice(3)}`, `${hour}:${time.slice(3)} h`, ...(minute === 0 ? [`${hour} h`, `${hour} horas`] : [])];
  return ways.flatMap((way) => [way, `a las ${way}`, `a la ${way}`, `las ${way}`, `la ${way}`]);
}
