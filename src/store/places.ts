import { storable } from './store-client.ts';
import type { Seal } from './vault.ts';

/** What each sealed column binds its value to: the same text when it is sealed and when it is opened. */
export const namePlace = (clientId: string): string => `client.name:${clientId}`;
export const snapshotPlace = (conversationId: string): string => `conversation.snapshot:${conversationId}`;
export const answerPlace = (conversationId: string, answerId: string): string => `answer.value:${conversationId}:${answerId}`;
/** A platform's id of a message is text like any other: the database keeps no NUL in it. */
export const inboundPlace = (accountId: string, messageId: string): string => `inbound_message.content:${accountId}:${storable(messageId)}`;
export const outboundPlace = (id: string): string => `outbound_message.body:${id}`;
export const consentPlace = (id: string): string => `consent.shown:${id}`;
export const recordPlace = (id: string): string => `retained_record.record:${id}`;
export const installationPlace = (channel: string, workspace: string): string => `installation.installation:${channel}:${workspace}`;
export const notePlace = (id: string): string => `therapist_note.text:${id}`;
export const versionPlace = (column: 'items' | 'reason', planId: string, number: number): string => `plan_version.${column}:${planId}:${number}`;
export const proposalPlace = (column: 'change' | 'reason' | 'remarks', planId: string, id: string): string => `proposal.${column}:${planId}:${id}`;
export const declinedPlace = (planId: string): string => `treatment_plan.declined_reason:${planId}`;
export const closedPlace = (planId: string): string => `treatment_plan.closed_words:${planId}`;
export const checkInPlace = (column: 'noticed' | 'bring', id: string): string => `check_in.${column}:${id}`;
export const ratingPlace = (checkInId: string, goal: string): string => `rating.value:${checkInId}:${goal}`;
export const disclosedPlace = (id: string): string => `risk_disclosure.words:${id}`;
export const clearedNotePlace = (alertId: string): string => `safety_alert.cleared_note:${alertId}`;
export const statementPlace = (id: string): string => `disclosure_statement.shown:${id}`;
export const reviewWordsPlace = (id: string): string => `plan_review.words:${id}`;

export const sealedName = (seal: Seal, clientId: string, name: string | null | undefined): string | null =>
  (name == null ? null : seal.seal(namePlace(clientId), name));
