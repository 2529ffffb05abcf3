// `deskrealm adopt`: looked at, shown, and done where the person said so.

import type { AdminClient } from "../../infra/admin/client.ts";
import { checkPeople, readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { reviewPairs } from "../../infra/review/review.ts";
import type { Review } from "../../infra/review/types.ts";
import type { Context, ExitCode } from "../context.ts";
import type { Patient } from "../heal/find-healing.ts";
import { keepBefore } from "../history/keep.ts";
import { readLiveModel } from "../live/read-model.ts";
import { sidesOf } from "../review/live/look.ts";
import { unitOf } from "../review/live/unit.ts";
import { openPatient, type PatientOptions } from "../stack/open-patient.ts";
import { ownerOf } from "../stack/target.ts";
import { findUnmanaged } from "../unmanaged/find.ts";
import { adopt } from "./adopt.ts";
import { findAdoption, isComplete } from "./find-adoption.ts";
import { adoptionText } from "./view.ts";

export interface AdoptionOptions extends PatientOptions {
  /** Name of the stack that the realms leave. */
  readonly from: string | undefined;
  /** Folder that keeps what the realms are like before; by default the stack's, if it names one. */
  readonly snapshots: string | undefined;
  /** Whether to do it, and not only show it. */
  readonly yes: boolean;
}

/** Shows the adoption on stdout; with `yes`, does it, and tells each step on stderr. */
export async function runAdoption(options: AdoptionOptions, context: Context): Promise<ExitCode> {
  const { stack, from, loaded } = options;
  if (from !== undefined && ownerOf(from) === ownerOf(stack))
    throw new Failure("stack-ambiguous", `The realms cannot move from the stack ${stack} to itself.`, {
      hint: "name with --from the stack that has them now, or leave it out",
    });
  const { patient } = await openPatient(options, context);
  using admin = patient.admin;
  const adoption = await findAdoption(patient, from === undefined ? undefined : ownerOf(from));
  await refusePeople(admin, patient);
  const [review, unmanaged] = await Promise.all([
    reviewOf(options, patient, context),
    findUnmanaged(loaded.model, admin),
  ]);
  const complete = isComplete(adoption);
  context.stdout.write(adoptionText({ ...adoption, complete, review, unmanaged }));
  // What another stack still holds of them is not looked at before it is taken away.
  if (complete && from === undefined) return 0;
  if (!options.yes) {
    context.stdout.write("Nothing was changed on the server. The same command with --yes takes it over.\n");
    return 0;
  }
  const spec = String(options.settings["deskrealm:spec"]?.value);
  await keepBefore({ ...patient, spec, snapshots: options.snapshots, unmarked: true }, context);
  const tell = (line: string) => void context.stderr.write(`${line}\n`);
  await adopt(patient, adoption, { from, now: context.now(), tell });
  context.stdout.write(`Done. deskrealm up ${spec} --stack ${stack} does the rest.\n`);
  return 0;
}

/** A person whom the other stack's spec named and this one does not would be lost sight of. */
async function refusePeople(admin: AdminClient, { model }: Patient): Promise<void> {
  const realms = Object.values(model.realms);
  const owners = await readOwners(
    admin,
    realms.map(({ realm }) => realm),
  );
  await checkPeople(
    admin,
    owners,
    Object.fromEntries(realms.map(({ realm, users }) => [realm, Object.keys(users)])),
  );
}

async function reviewOf(
  { stack, loaded, settings }: PatientOptions,
  { admin, model }: Patient,
  context: Context,
): Promise<Review> {
  const spec = settings["deskrealm:spec"]?.value ?? "";
  const unit = await unitOf(spec, stack, { ...context, cwd: context.root });
  const sides = await sidesOf(unit, loaded, await readLiveModel(admin, model), context);
  return reviewPairs([{ ...sides, live: { refusals: [], steps: null } }], 1);
}
