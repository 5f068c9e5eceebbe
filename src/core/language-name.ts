/** A language as its speakers or others call it: `languageName('es', 'en')` is "Spanish". */
export const languageName = (language: string, reader: string): string => new Intl.DisplayNames([reader], { type: 'language' }).of(language) ?? language;
