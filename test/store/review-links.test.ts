import { beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { createReviewLink, findReviewLink, markOpened, revokeReviewLinks } from '../../src/store/review-links.ts';
import { eachDatabase } from '../support/database.ts';
import { aPractice, later, now } from './fixtures.ts';

eachDatabase('review links', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  const aLink = async () => {
    const { practiceId, therapist } = await aPractice(store);
    const link = { practiceId, purpose: 'desk' as const, therapistId: therapist.id, expiresAt: later(3600) };
    return { ...link, ...(await createReviewLink(store.prisma, link, now)) };
  };

  it('is found by its token until it expires', async () => {
    const { token, id, practiceId, therapistId, expiresAt } = await aLink();
    expect(await findReviewLink(store.prisma, token, later(3599))).toStrictEqual({
      id,
      practiceId,
      purpose: 'desk',
      planId: null,
      therapistId,
      clientId: null,
      createdAt: now,
      expiresAt,
      openedAt: null,
    });
    expect(await findReviewLink(store.prisma, token, later(3600))).toBeNull();
  });

  it('answers the same to a token that is unknown, expired or revoked', async () => {
    const { token, id } = await aLink();
    const expired = await findReviewLink(store.prisma, token, later(4000));
    await revokeReviewLinks(store.prisma, { id }, later(10));
    const answers = [expired, await findReviewLink(store.prisma, token, later(11)), await findReviewLink(store.prisma, 'x\0', now)];
    expect(answers).toEqual([null, null, null]);
  });

  it('has a token of 256 bits that the database does not know', async () => {
    const [one, two] = [await aLink(), await aLink()];
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
    expect(one.token).not.toBe(two.token);
    const row = await store.prisma.reviewLink.findUniqueOrThrow({ where: { id: one.id } });
    expect(JSON.stringify(row)).not.toContain(one.token);
  });

  it('remembers when it was first opened', async () => {
    const { token, id } = await aLink();
    await markOpened(store.prisma, id, later(5));
    await markOpened(store.prisma, id, later(50));
    expect(await findReviewLink(store.prisma, token, later(60))).toMatchObject({ openedAt: later(5) });
  });

  it('ends with all the others of its person', async () => {
    const { therapistId, practiceId, token } = await aLink();
    const again = await createReviewLink(store.prisma, { practiceId, purpose: 'desk', therapistId, expiresAt: later(99) }, now);
    const other = await aLink();
    await revokeReviewLinks(store.prisma, { therapistId }, later(1));
    expect(await findReviewLink(store.prisma, token, later(2))).toBeNull();
    expect(await findReviewLink(store.prisma, again.token, later(2))).toBeNull();
    expect(await findReviewLink(store.prisma, other.token, later(2))).not.toBeNull();
  });
});
