import type { App } from './app.ts';
import { deskHolder, type DeskFrame } from './desk-holder.ts';
import { intakeSteps, type IntakeProgress } from './intake-progress.ts';

/** How far the people of a whole practice come in the intake, for any therapist there: numbers alone. */
export interface DeskIntake extends DeskFrame {
  progress: IntakeProgress;
}

/** Null for a link that opens no desk. */
export async function openDeskIntake(app: App, token: string): Promise<DeskIntake | null> {
  const holder = await deskHolder(app, token);
  return holder && { ...holder.frame, progress: await intakeSteps(app, holder.ids.practiceId, holder.frame.language) };
}
