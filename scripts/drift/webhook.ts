// Tells another system. The address may hold a secret, so nothing said about it repeats any of it.

const DEADLINE_MILLISECONDS = 30_000;

/** Posts JSON. @returns what went wrong, as the end of a sentence; undefined where nothing did. */
export async function postJson(url: URL, document: object, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(document),
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MILLISECONDS)]),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `it answered ${answer.status}`;
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof Error && error.name === "TimeoutError") return "it did not answer in time";
    const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
    return `it was not reached${typeof code === "string" ? ` (${code})` : ""}`;
  }
}

/** Undefined where the text is no http or https URL, or one with a name and password, which fetch refuses. */
export function webhookUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === ""
    ? url
    : undefined;
}
