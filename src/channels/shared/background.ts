/** Work that nobody waits for, but for a stop. */
export interface Background {
  /** `onFault` hears of it when it fails. */
  run(work: () => Promise<unknown>, onFault: (error: unknown) => void): void;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

export function background(): Background {
  const underWay = new Set<Promise<void>>();
  return {
    run(work, onFault) {
      const done: Promise<void> = work().then(() => {}, onFault).finally(() => underWay.delete(done));
      underWay.add(done);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
