import { countryName } from '../core/intake/countries.ts';
import type { App } from './app.ts';

export const openHelpNow = (app: App) => (country: string | null, language: string) => {
  void app;
  return { country, countries: country ? [{ code: country, name: countryName(country, language) ?? country }] : [], lines: [] };
};
