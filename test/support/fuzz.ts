// How often a property is tried, and from which seed. A failure names seed and path, to be tried again. And
// what of a random text a spec can hold.

/** `DESKREALM_FUZZ=20` tries twenty times as often, `DESKREALM_FUZZ_SEED=N` the same once more. */
export function fuzz(runs: number): { readonly numRuns: number; readonly seed?: number } {
  const { DESKREALM_FUZZ: times = "1", DESKREALM_FUZZ_SEED: seed } = process.env;
  return { numRuns: Math.ceil(runs * Number(times)), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}

/** The text without controls, and without what no UTF-8 file of YAML holds: half characters and U+FFFD to U+FFFF. */
export function typeable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\uFFFD-\uFFFF]/gu, "");
}
