import { escalatesAt } from '../core/safety/alert.ts';
import { lockAlert } from '../store/safety-alerts.ts';
import { tellNext } from './raise-alert.ts';
import type { DueHandler } from './run-due.ts';

/** Nobody has acknowledged an alert in time: the next person is told. What was raised meanwhile has its own time. */
export const escalateAlert: DueHandler = async (app, tx, { about }, now) => {
  const alert = await lockAlert(tx, about);
  if (!alert || alert.clearedAt || alert.acknowledgedAt) return {};
  const practice = await tx.practice.findUniqueOrThrow({ where: { id: alert.practiceId } });
  const at = escalatesAt(alert.level, alert.toldAt, practice);
  if (at > now) return { again: at };
  const accounts = await tellNext(tx, alert, now);
  if (accounts === null) {
    app.log.error({ alert: alert.id, level: alert.level }, 'nobody has acknowledged a safety alert, and nobody is left to tell');
    app.count('alert-unanswered');
    return alert.told === 'nobody' ? { again: escalatesAt(alert.level, now, practice) } : {};
  }
  app.count('alert-escalated');
  return { deliver: accounts, again: escalatesAt(alert.level, now, practice) };
};
