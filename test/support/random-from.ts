/** Numbers from 0 to 1 that are the same for the same seed. */
export const randomFrom = (start: number): (() => number) => {
  let state = start;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
};
