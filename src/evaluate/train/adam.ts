/** Adam, a way to walk down a slope: `step` moves the weights against it. The same slopes always lead to the same weights. */
export function adam(weights: Float64Array, rate: number): { step(slope: (weight: number) => number): void } {
  const mean = new Float64Array(weights.length);
  const spread = new Float64Array(weights.length);
  let round = 0;
  return {
    step: (slope) => {
      round++;
      const [meanScale, spreadScale] = [1 - 0.9 ** round, 1 - 0.999 ** round];
      for (let at = 0; at < weights.length; at++) {
        const here = slope(at);
        mean[at] = 0.9 * mean[at]! + 0.1 * here;
        spread[at] = 0.999 * spread[at]! + 0.001 * here * here;
        weights[at]! -= rate * (mean[at]! / meanScale) / (Math.sqrt(spread[at]! / spreadScale) + 1e-8);
      }
    },
  };
}
