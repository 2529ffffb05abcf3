// A review of what servers hold against what the working tree means. What one helpdesk cannot say does not
// hide the others.

import { coverUrls } from "../../../infra/diagnostics/cover.ts";
import { Failure } from "../../../infra/diagnostics/failure.ts";
import { countSteps } from "../../../infra/review/preview.ts";
import { reviewPairs } from "../../../infra/review/review.ts";
import type { LiveReview, Missed, Review } from "../../../infra/review/types.ts";
import { mapBounded } from "../../bounded.ts";
import type { Context } from "../../context.ts";
import { type Subject, subjectsOf } from "../../drift/subjects.ts";
import { recordedPath } from "../../stack/target.ts";
import { leaveOut, pulumiOf } from "./ask-pulumi.ts";
import { type AskPulumi, isMissing, type Look, lookAt } from "./look.ts";

export interface LiveOptions {
  /** Only this stack. */
  readonly stack?: string;
  /** Whether Pulumi's preview is counted in. */
  readonly pulumi: boolean;
}

export interface Reviewed {
  readonly review: Review;
  /** What could not be looked at, or not by Pulumi, by the helpdesk's name. */
  readonly failures: readonly (readonly [helpdesk: string, failure: Failure])[];
}

/** Servers at once: a preview takes a processor for some seconds. */
const AT_ONCE = 4;

/** Looks at every stack of the specs; without specs, at every stack. */
export async function reviewLive(
  specs: readonly string[],
  { stack, pulumi }: LiveOptions,
  context: Context,
): Promise<Reviewed> {
  const askPulumi = pulumi ? pulumiOf(context) : leaveOut;
  const subjects = await subjectsOf(specs, stack, context);
  const looks = await mapBounded(subjects, AT_ONCE, (one) => tryLook(one, askPulumi, context));
  const seen = looks.filter((one): one is Look => !(one instanceof Failure));
  const failed = looks.flatMap((one, index) => {
    const subject = subjects[index];
    return one instanceof Failure && subject ? [[nameOf(subject, context), one] as const] : [];
  });
  const review = reviewPairs(
    seen.map(({ pair }) => pair),
    subjects.length,
    { ...previewsOf(seen), failed: failed.map(([helpdesk, failure]) => ({ helpdesk, ...said(failure) })) },
  );
  return { review, failures: [...failed, ...seen.flatMap(failureOf)] };
}

async function tryLook(subject: Subject, askPulumi: AskPulumi, context: Context): Promise<Look | Failure> {
  try {
    return await lookAt(subject, askPulumi, context);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const nameOf = ({ spec, stack }: Subject, context: Context): string =>
  stack ?? recordedPath(context, spec ?? "");
const helpdeskOf = ({ pair }: Look): string => pair.after?.unit.name ?? "";

const said = ({ code, message }: Omit<Missed, "helpdesk">) => ({ code, message: coverUrls(message) });

function previewsOf(looks: readonly Look[]): Pick<LiveReview, "previews" | "withoutPreview"> {
  const all = looks.map((look) => ({ helpdesk: helpdeskOf(look), preview: look.preview }));
  return {
    previews: all.flatMap(({ helpdesk, preview }) =>
      isMissing(preview) ? [] : [{ helpdesk, ...countSteps(preview) }],
    ),
    withoutPreview: all.flatMap(({ helpdesk, preview }) =>
      isMissing(preview) ? [{ helpdesk, ...said(preview) }] : [],
    ),
  };
}

function failureOf(look: Look): (readonly [string, Failure])[] {
  const failure = isMissing(look.preview) ? look.preview.failure : undefined;
  return failure === undefined ? [] : [[helpdeskOf(look), failure]];
}
