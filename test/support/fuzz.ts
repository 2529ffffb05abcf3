// How often a property is tried, and from which seed. A failure names seed and path, to be tried again.

/** `DESKREALM_FUZZ=20` tries twenty times as often, `DESKREALM_FUZZ_SEED=N` the same once more. */
export function fuzz(runs: number): { readonly numRuns: number; readonly seed?: number } {
  const { DESKREALM_FUZZ: times = "1", DESKREALM_FUZZ_SEED: seed } = process.env;
  return { numRuns: Math.ceil(runs * Number(times)), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}
