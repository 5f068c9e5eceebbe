/** Work of one person is done in the order it came; that of different people side by side. */
export interface InOrder {
  /** Resolves when this piece of work is done; rejects as it does, which holds nothing else back. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

export function inOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const done = (last.get(key) ?? Promise.resolve()).then(work);
      const settled: Promise<unknown> = done.catch(() => {}).finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
      last.set(key, settled);
      return done;
    },
    async idle() {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}
