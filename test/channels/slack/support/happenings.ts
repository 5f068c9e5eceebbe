/** Things as they happen one after the other, which a test can wait for. */
export class Happenings<T> {
  readonly all: T[] = [];
  private readonly waiting = new Set<() => void>();

  add(item: T): void {
    this.all.push(item);
    for (const look of this.waiting) look();
  }

  /** Resolves once that many have happened of those that match. */
  reach(count: number, matches: (item: T) => boolean = () => true): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.all.filter(matches).length < count) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}
